import { expect, it } from 'vitest'
import { nelderMead } from '../../../src/forecast/local/numeric/nelder_mead.ts'

it('nelderMead finds the minimum of the Rosenbrock function', () => {
  const rosenbrock = ([x, y]: readonly number[]) => (1 - x) ** 2 + 100 * (y - x * x) ** 2
  const options = { steps: [0.5, 0.5], evaluations: 1000, tolerance: 1e-12 }
  const { x, value } = nelderMead(rosenbrock, [-1.2, 1], options)
  expect(value).toBeLessThan(1e-6)
  expect(x).toEqual([expect.closeTo(1, 2), expect.closeTo(1, 2)])
})

import { describe, expect, it } from 'vitest'
import { checkLevels, sortAcross } from '../../src/forecast/quantiles.ts'
import { normalQuantile } from '../../src/models/outputs/shared/quantile_functions.ts'

describe('the quantile of the normal distribution', () => {
  // Abramowitz and Stegun, table 26.5; R's qnorm.
  it.for([
    [0.5, 0],
    [0.9, 1.2815515655446004],
    [0.975, 1.959963984540054],
    [0.01, -2.3263478740408408],
    [0.001, -3.090232306167813],
    [0.999999, 4.753424308822899],
  ])('at %s', ([level, expected]) => {
    expect(Math.abs(normalQuantile(level) - expected)).toBeLessThanOrEqual(1.2e-9 * Math.abs(expected))
  })
})

it('quantiles that cross are sorted at each step, others stay', () => {
  const arrays = [Float64Array.of(1, 5, 2), Float64Array.of(2, 3, 2), Float64Array.of(3, 4, 1)]
  sortAcross(arrays)
  expect(arrays.map((values) => Array.from(values))).toEqual([
    [1, 3, 1],
    [2, 4, 2],
    [3, 5, 2],
  ])
})

it.for([[[0.5, 0.1]], [[0, 0.5]], [[0.1, 1]], [[0.5, 0.5]], [['0.5']]])(
  'levels that do not ascend between 0 and 1 are refused: %j',
  ([levels]) => {
    expect(() => checkLevels(levels as number[])).toThrow('Expected quantile levels that ascend between 0 and 1')
  },
)

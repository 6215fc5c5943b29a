import { describe, expect, it } from 'vitest'
import { runCase } from './run.ts'
import { Values } from './values.ts'

describe('elementwise ops', () => {
  const at = async (kind: string, numbers: number[]) => {
    const values = new Values(1, { batch: 1, time: 1 })
    const test = { kind, inputs: [values.given([numbers.length], numbers)] }
    const cotangents = [
      values.given(
        [numbers.length],
        numbers.map(() => 1),
      ).tensor,
    ]
    const { outputs, gradients } = await runCase(test, { asParameter: [false], cotangents })
    return { y: Array.from(outputs[0].data), gradient: Array.from(gradients[0]?.data ?? []) }
  }

  it.each([
    ['tanh', [-1, 1], [0, 0]],
    ['sigmoid', [0, 1], [0, 0]],
    ['gelu', [-0, 1e4], [0, 1]],
    ['silu', [-0, 1e4], [0, 1]],
    ['softplus', [0, 1e4], [0, 1]],
    ['relu', [0, 1e4], [0, 1]],
  ])('%s has its limits far from zero, without NaN', async (kind, limits, slopes) => {
    const { y, gradient } = await at(kind, [-1e4, 1e4])
    y.forEach((value, i) => {
      expect(value).toBeCloseTo(limits[i], 6)
    })
    gradient.forEach((value, i) => {
      expect(value).toBeCloseTo(slopes[i], 6)
    })
  })

  it.each(['tanh', 'sigmoid', 'relu', 'gelu', 'silu', 'softplus', 'exp', 'log'])(
    '%s gives NaN for NaN',
    async (kind) => {
      const { y } = await at(kind, [1, Number.NaN, 1])
      expect(y.map(Number.isNaN)).toEqual([false, true, false])
    },
  )

  it('relu has slope 0 at zero', async () => {
    expect((await at('relu', [0])).gradient).toEqual([0])
  })
})

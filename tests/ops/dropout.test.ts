import { describe, expect, it } from 'vitest'
import { runCase } from './run.ts'
import { Values } from './values.ts'

const count = 20_000

/** The outputs and the gradient of dropout, where all inputs and all cotangents are 1. */
async function drop(rate: number, seed: number, options: { training?: boolean; threads?: number } = {}) {
  const values = new Values(1, { batch: count / 100, time: 1 })
  const ones = values.value(['batch', 100], () => 1)
  const test = { kind: 'dropout', attributes: { rate }, inputs: [ones] }
  const run = { training: true, ...options, seed, asParameter: [false], cotangents: [ones.tensor] }
  const { outputs, gradients } = await runCase(test, run)
  return { y: Array.from(outputs[0].data), gradient: Array.from(gradients[0]?.data ?? []) }
}

describe('dropout', () => {
  it.each([0.1, 0.5, 0.9])('drops a share of %d and divides the rest by 1 - rate', async (rate) => {
    const { y } = await drop(rate, 7)
    const kept = Math.fround(1 / (1 - rate))
    for (const value of y) if (value !== 0) expect(value).toBeCloseTo(kept, 5)
    const dropped = y.filter((value) => value === 0).length / count
    // Five standard deviations of a binomial share.
    expect(Math.abs(dropped - rate)).toBeLessThan(5 * Math.sqrt((rate * (1 - rate)) / count))
  })

  it('drops neighbours independently', async () => {
    const { y } = await drop(0.5, 11)
    for (const distance of [1, 2, 4, 8, 16, 32, 100]) {
      const equal = y.filter((value, i) => i >= distance && value === y[i - distance]).length / (count - distance)
      expect(Math.abs(equal - 0.5)).toBeLessThan(5 * Math.sqrt(0.25 / count))
    }
  })

  it('passes the gradient where it passed the value', async () => {
    const { y, gradient } = await drop(0.3, 5)
    expect(gradient).toEqual(y)
  })

  it('drops the same for the same seed, on any number of threads', async () => {
    const [first, ...others] = await Promise.all([1, 2, 4].map((threads) => drop(0.5, 3, { threads })))
    for (const other of others) expect(other).toEqual(first)
  })

  it('drops something else for another seed', async () => {
    const [a, b] = [await drop(0.5, 3), await drop(0.5, 4)]
    const equal = a.y.filter((value, i) => value === b.y[i]).length / count
    expect(Math.abs(equal - 0.5)).toBeLessThan(5 * Math.sqrt(0.25 / count))
  })

  it('drops nothing at rate 0', async () => {
    expect((await drop(0, 3)).y.every((value) => value === 1)).toBe(true)
  })
})

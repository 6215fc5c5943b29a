// MiniRocket and its ridge regression against plain double-precision loops that follow the definitions.

import { describe, expect, it } from 'vitest'
import { binding, type PackedSequences } from '../../src/addon/index.ts'
import { planDilations, planRocket } from '../../src/sequences/rocket/plan.ts'
import { fitRocket, rocketFeatures, rocketScores } from '../../src/sequences/rocket/rocket.ts'
import { looResiduals, type Matrix, ridge } from './ridge_reference.ts'
import { featuresOf } from './rocket_reference.ts'

/** Random sequences of the given lengths. `missing` is the share of values that are missing. */
function sequencesOf(lengths: number[], channels: number, seed = 1, missing = 0): PackedSequences {
  const offsets = new Uint32Array(lengths.length + 1)
  for (const [i, length] of lengths.entries()) offsets[i + 1] = offsets[i] + length
  const count = offsets[lengths.length] * channels
  const draws = binding.random('uniform', seed, 9, count)
  const values = Float64Array.from(binding.random('normal', seed, 8, count), (x, i) => (draws[i] < missing ? NaN : x))
  return { channels, offsets, values }
}

const targetsOf = (count: number, outputs: number, seed = 5) =>
  Float64Array.from(binding.random('normal', seed, 3, count * outputs))

const matrix = (values: ArrayLike<number>, rows: number): Matrix => {
  const columns = values.length / rows
  return Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_, j) => values[i * columns + j]))
}

describe('the features', () => {
  it.for<[string, number[], number, number]>([
    ['one channel', [40, 40, 40, 40], 1, 0],
    ['several channels', [40, 40, 40], 5, 0],
    ['more than nine channels', [30, 30], 12, 0],
    ['unequal lengths', [9, 40, 17, 1, 65], 2, 0],
    ['sequences shorter than a kernel', [1, 2, 5, 8], 1, 0],
    ['missing values', [40, 33, 12], 3, 0.3],
    ['channels without a value', [4, 4], 2, 0.9],
  ])('equal the definition for %s', async ([, lengths, channels, missing]) => {
    const sequences = sequencesOf(lengths, channels, 2, missing)
    const { state } = await fitRocket(sequences, targetsOf(lengths.length, 1), { features: 840, seed: 3 })
    const got = matrix(await rocketFeatures(sequences, state), lengths.length)
    const expected = featuresOf(sequences, state)
    expect(got[0]).toHaveLength(840)
    for (const [i, row] of got.entries())
      for (const [j, x] of row.entries()) {
        const [low, high] = expected[i][j]
        expect(x).toBeGreaterThanOrEqual(low - 1e-6)
        expect(x).toBeLessThanOrEqual(high + 1e-6)
      }
    if (Math.min(...lengths) < 30) return
    // Most limits are between values, so that the two bounds are the same and the comparison is exact.
    const exact = expected.flat().filter(([low, high]) => low === high).length
    expect(exact / expected.flat().length).toBeGreaterThan(0.8)
  })

  it('do not change with level and unit of a channel', async () => {
    const sequences = sequencesOf([50, 50, 50], 2)
    const moved = { ...sequences, values: sequences.values.map((x, i) => (i % 2 ? 3e9 + 8 * x : x)) }
    const [one, other] = await Promise.all(
      [sequences, moved].map(async (given) => {
        const { state } = await fitRocket(given, targetsOf(3, 1), { features: 168, seed: 1 })
        return rocketFeatures(given, state)
      }),
    )
    expect(one.filter((x, i) => Math.abs(x - other[i]) > 0.021)).toHaveLength(0)
  })

  it('have the same bits for any number of threads', async () => {
    const sequences = sequencesOf([50, 30, 44, 61, 20], 3)
    const targets = targetsOf(5, 2)
    const fits = await Promise.all(
      [1, 3].map((threads) => fitRocket(sequences, targets, { features: 840, seed: 3, threads })),
    )
    expect(fits[1]).toEqual(fits[0])
    const scores = await Promise.all([1, 2].map((threads) => rocketScores(sequences, fits[0].state, { threads })))
    expect(scores[1]).toEqual(scores[0])
  })
})

describe('the dilations', () => {
  it('span the longest sequence and share the limits', () => {
    const { dilations, limitsPerKernel } = planDilations(150, 119)
    expect([...dilations].at(-1)).toBe(18)
    expect(dilations[0]).toBe(1)
    expect(limitsPerKernel.reduce((a, b) => a + b)).toBe(119)
    expect([...dilations].sort((a, b) => a - b)).toEqual([...dilations])
  })

  it('are one for sequences shorter than a kernel', () => {
    expect([...planDilations(5, 10).dilations]).toEqual([1])
  })
})

describe('the ridge regression', () => {
  const run = async (count: number, features: number, outputs: number, weights?: Float64Array) => {
    const sequences = sequencesOf(Array(count).fill(12), 1, 4)
    const targets = targetsOf(count, outputs)
    const fit = await fitRocket(sequences, targets, { features, seed: 2, weights })
    const x = matrix(await rocketFeatures(sequences, fit.state), count)
    const y = matrix(targets, count)
    const scores = matrix(await rocketScores(sequences, fit.state), count)
    return { fit, x, y, scores, weights: [...(weights ?? new Float64Array(count).fill(1))] }
  }

  it.for<[string, number, number, Float64Array | undefined]>([
    ['fewer sequences than features', 9, 84, undefined],
    ['weights', 9, 84, Float64Array.from({ length: 9 }, (_, i) => 1 + (i % 3))],
    ['more sequences than features', 120, 84, undefined],
    ['more sequences than features, with weights', 120, 84, Float64Array.from({ length: 120 }, (_, i) => 1 + (i % 3))],
  ])('solves its equations with %s', async ([, count, features, weights]) => {
    const { fit, x, y, scores, weights: w } = await run(count, features, 2, weights)
    const expected = ridge(x, y, w, fit.penalty)
    for (const [i, row] of scores.entries())
      for (const [o, score] of row.entries()) expect(score).toBeCloseTo(expected(x[i])[o], 4)
  })

  it.for([undefined, Float64Array.from({ length: 9 }, (_, i) => 1 + (i % 3))])(
    'gives the prediction of each sequence by the others',
    async (weights) => {
      const { fit, x, y, weights: w } = await run(9, 84, 2, weights)
      const residuals = looResiduals(x, y, w, fit.penalty)
      const got = matrix(fit.outOfSample, 9)
      for (const [i, row] of residuals.entries())
        for (const [o, residual] of row.entries()) expect(y[i][o] - got[i][o]).toBeCloseTo(residual, 5)
    },
  )

  it('takes the penalty with the smallest error out of sample', async () => {
    const { fit, x, y, weights } = await run(9, 84, 1)
    const error = (penalty: number) =>
      looResiduals(x, y, weights, penalty).reduce((sum, [residual]) => sum + residual ** 2, 0)
    const penalties = Array.from({ length: 10 }, (_, i) => 10 ** (-3 + (6 * i) / 9))
    const best = penalties.reduce((a, b) => (error(b) < error(a) ? b : a))
    expect(fit.penalty).toBeCloseTo(best, 9)
  })

  // Matrices of more than 64 rows are factored in blocks, once for each penalty.
  it.for([80, 120])('takes the same penalty as one fit for each would, of %i sequences', async (count) => {
    const sequences = sequencesOf(Array(count).fill(12), 1, 4)
    const { plan, examples } = planRocket({ longest: 12, sequences: count, channels: 1 }, { features: 84, seed: 2 })
    const targets = targetsOf(count, 1)
    const common = { examples, targets, outputs: 1, weights: new Float64Array(0) }
    const run = async (...penalties: number[]) => {
      const fit = await binding.rocketFit(sequences, plan, { ...common, penalties: Float64Array.from(penalties) })
      return { ...fit, error: fit.outOfSample.reduce((sum, value, i) => sum + (value - targets[i]) ** 2, 0) }
    }
    const alone = await Promise.all([0.001, 1, 10, 100, 1000].map((penalty) => run(penalty)))
    const best = alone.reduce((a, b) => (b.error < a.error ? b : a))
    expect(await run(0.001, 1, 10, 100, 1000)).toEqual(best)
  })

  it('stops when its signal is aborted', async () => {
    const sequences = sequencesOf(Array(1500).fill(60), 1)
    const stop = new AbortController()
    const fit = fitRocket(sequences, targetsOf(1500, 1), { features: 9996, seed: 1, signal: stop.signal })
    setTimeout(() => stop.abort(), 20)
    await expect(fit).rejects.toMatchObject({ code: 'ABORT_ERR' })
  })
})

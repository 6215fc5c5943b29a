import { describe, expect, it } from 'vitest'
import { type ChangePointOptions, changePoints } from '../../src/sequences/index.ts'
import { noise, normal } from '../forecast/data.ts'

/** Twice the negative log likelihood of a segment, by the definition and in two passes. */
function costOf(kind: ChangePointOptions['cost'], values: number[], from: number, to: number): number {
  const average = (list: number[]) => list.reduce((sum, value) => sum + value, 0) / list.length
  const squares = (list: number[], mean: number) => list.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  const own = values.slice(from, to)
  const spread = squares(values, average(values)) / values.length
  if (kind === 'mean') {
    const changes = values.slice(1).map((value, i) => Math.abs(value - values[i]))
    const median = changes.sort((a, b) => a - b)[changes.length >> 1]
    const variance = Math.max((median / 0.6744897501960817) ** 2 / 2, 1e-9 * spread)
    return squares(own, average(own)) / variance
  }
  const sum = squares(own, kind === 'variance' ? average(values) : average(own))
  const variance = Math.max(sum / own.length, 1e-9 * spread)
  return own.length * Math.log(variance) + sum / variance
}

/** The best segmentation of all, by dynamic programming without pruning. */
function exhaustive(
  kind: ChangePointOptions['cost'],
  values: number[],
  penalty: number,
  minSize: number,
  mbic: boolean,
) {
  const best: { sum: number; changes: number[] }[] = [{ sum: -penalty, changes: [] }]
  for (let to = 1; to <= values.length; to++) {
    best[to] = { sum: Number.POSITIVE_INFINITY, changes: [] }
    for (let from = 0; from + minSize <= to; from++) {
      const length = mbic ? Math.log(to - from) : 0
      const sum = best[from].sum + costOf(kind, values, from, to) + length + penalty
      if (sum < best[to].sum) best[to] = { sum, changes: from > 0 ? [...best[from].changes, from] : [] }
    }
  }
  return best[values.length].changes
}

describe('changePoints', () => {
  it.for(['mean', 'variance', 'meanVariance'] as const)(
    'finds the segmentation of an exhaustive search over 200 random series, by %s',
    async (cost) => {
      let changed = 0
      for (let trial = 0; trial < 200; trial++) {
        const length = 12 + Math.floor(29 * noise(trial, 1))
        const at = Math.floor(length * noise(trial, 2))
        const values = Array.from({ length }, (_, t) => {
          const isAfter = t >= at
          return (isAfter ? 4 * noise(trial, 3) : 0) + (isAfter ? 0.2 + 3 * noise(trial, 4) : 1) * normal(t, trial)
        })
        const minSize = [1, 2, 3, 5][trial % 4] + (cost === 'mean' ? 0 : 1)
        const penalty = trial % 3 === 0 ? ('mbic' as const) : trial % 3 === 1 ? ('bic' as const) : 6 * noise(trial, 5)
        const { indices, penalty: price } = await changePoints(values, { cost, penalty, minSize })
        expect(indices).toEqual(exhaustive(cost, values, price, minSize, penalty === 'mbic'))
        if (indices.length) changed++
      }
      expect(changed).toBeGreaterThan(50)
    },
  )

  it('finds changes of mean, of variance, and of both in long series', async () => {
    const values = Float64Array.from(
      { length: 600 },
      (_, t) => (t < 200 ? 1e6 : 1e6 + 3) + (t < 400 ? 1 : 4) * normal(t, 7),
    )
    const { indices, segments } = await changePoints(values)
    expect(indices).toHaveLength(2)
    expect(Math.abs(indices[0] - 200)).toBeLessThan(5)
    expect(Math.abs(indices[1] - 400)).toBeLessThan(10)
    expect(segments.map(({ deviation }) => Math.round(deviation))).toEqual([1, 1, 4])
    expect((await changePoints(values.slice(0, 400), { cost: 'mean' })).indices).toEqual([indices[0]])
  })

  it('finds almost no change in noise', async () => {
    let found = 0
    for (let seed = 0; seed < 50; seed++)
      found += (await changePoints(Float64Array.from({ length: 200 }, (_, t) => normal(t, seed)))).indices.length
    expect(found).toBeLessThan(5)
  })

  it('skips missing values and counts them in its indices', async () => {
    const values = Array.from({ length: 80 }, (_, t) => (t % 7 === 3 ? Number.NaN : (t < 40 ? 0 : 9) + normal(t)))
    expect((await changePoints(values, { cost: 'mean' })).indices).toEqual([40])
  })

  it('finds none in a constant series, and exact steps between constants', async () => {
    const none = await changePoints(new Float64Array(30).fill(7))
    expect(none).toMatchObject({ indices: [], segments: [{ from: 0, to: 30, mean: 7, deviation: 0 }] })
    const steps = Float64Array.from({ length: 30 }, (_, t) => (t < 12 ? 1 : 2))
    for (const cost of ['mean', 'meanVariance'] as const)
      expect((await changePoints(steps, { cost })).indices).toEqual([12])
  })

  it.for<[string, unknown, object, string, RegExp]>([
    ['infinity', [1, 2, Number.POSITIVE_INFINITY, 4], { minSize: 2 }, 'ERR_NOT_FINITE', /Infinity at index 2/],
    ['text', ['1', 2], {}, 'ERR_TYPE', /index 0/],
    ['too few values', [1, 2, 3], {}, 'ERR_DATA', /10 observed values or more.*got 3 among 3/],
    ['missing values only', new Float64Array(20).fill(Number.NaN), {}, 'ERR_DATA', /got 0 among 20/],
    ['an unknown cost', [1, 2, 3], { cost: 'means' }, 'ERR_RANGE', /Did you mean "mean"/],
    ['an unknown penalty', [1, 2, 3], { penalty: 'aic' }, 'ERR_RANGE', /bic, mbic/],
    ['a negative penalty', [1, 2, 3], { penalty: -1 }, 'ERR_RANGE', /penalty/],
    ['single values with a variance', [1, 2, 3], { minSize: 1 }, 'ERR_RANGE', /minSize.*2 or more/],
    ['an unknown option', [1, 2, 3], { minsize: 1 }, 'ERR_RANGE', /Did you mean "minSize"/],
  ])('refuses %s', async ([, values, options, code, message]) => {
    const call = changePoints(values as number[], options)
    await expect(call).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
  })

  it('stops when it is aborted', async () => {
    const signal = AbortSignal.timeout(30)
    const long = Float64Array.from({ length: 30_000 }, (_, t) => normal(t))
    await expect(changePoints(long, { signal })).rejects.toMatchObject({ code: 'ABORT_ERR' })
  })

  it.for([1e6, 1e9, -1e12])('finds a small change of the level %d', async (level) => {
    const size = Math.abs(level) * 1e-13
    const values = Float64Array.from({ length: 200 }, (_, t) => level + (t < 100 ? 0 : 10 * size) + size * normal(t, 8))
    expect((await changePoints(values, { cost: 'mean' })).indices).toEqual([100])
    expect((await changePoints(new Float64Array(200).fill(level + 0.1))).indices).toEqual([])
  })

  it.for(['mean', 'variance', 'meanVariance'] as const)(
    'does not depend on the unit of the values: %s',
    async (cost) => {
      const values = Float64Array.from({ length: 120 }, (_, t) => (t < 60 ? 0 : 3) + (t < 60 ? 1 : 4) * normal(t, 5))
      const usual = await changePoints(values, { cost })
      expect(usual.indices.length).toBeGreaterThan(0)
      for (const unit of [1e-300, 1e-12, 1e9, 1e300]) {
        const { indices, segments } = await changePoints(
          values.map((value) => value * unit),
          { cost },
        )
        expect(indices).toEqual(usual.indices)
        segments.forEach(({ deviation }, i) => {
          expect(deviation / unit).toBeCloseTo(usual.segments[i].deviation, 9)
        })
      }
    },
  )
})

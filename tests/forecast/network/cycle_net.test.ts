import { describe, expect, it } from 'vitest'
import { cycleNet, sparseTsf } from '../../../src/forecast/kinds/index.ts'
import { Cut } from '../../../src/forecast/network/data/cut.ts'
import { cyclePlaces } from '../../../src/forecast/network/data/cycle_places.ts'
import { type Panel, panelFromSeries } from '../../../src/series/index.ts'

const shape = [3, -1, 4, 1, -5, 9, 2, -6, 5, 3, 5, -8]
const start = Date.UTC(2024, 0, 1)
const hour = 3_600_000

/** Series with a cycle of 12 steps whose place follows from the time, and with different signs. */
function cyclic(ids: readonly string[], from: number, rows: number): Panel {
  const values = (sign: number) => Float64Array.from({ length: rows }, (_, t) => 50 + sign * shape[(from + t) % 12]!)
  return panelFromSeries(
    ids.map((id) => ({ id, start: start + from * hour, values: values(id === 'minus' ? -1 : 1) })),
    { frequency: 'h' },
  )
}

const places = (panel: Panel, length: number, known: readonly string[] = []) =>
  cyclePlaces(
    new Cut(panel, { from: panel.lengths.map(() => 0), to: panel.lengths.map((rows) => rows + 2) }),
    { length, series: known.length },
    known,
  )

const farthest = (a: Float64Array, b: ArrayLike<number>) => Math.max(...a.map((value, i) => Math.abs(value - b[i]!)))

describe('the place in a cycle', () => {
  it('follows from the time of a row, also after rows are cut off', () => {
    const whole = places(cyclic(['a'], 0, 30), 12)['cycle place']!
    expect([...places(cyclic(['a'], 7, 23), 12)['cycle place']!]).toEqual([...whole.slice(7)])
    expect(new Set(whole).size).toBe(12)
  })

  it.each(['MS', 'W', 'd', 'QS', '15min', '1'])('rises by one in each step of frequency %s', (frequency) => {
    const values = Float64Array.from({ length: 40 }, (_, t) => t)
    const start = frequency === '1' ? {} : { start: frequency === 'QS' ? '2020-01-01' : '2019-12-01' }
    const panel = panelFromSeries([{ id: 'a', ...start, values }], { frequency })
    const found = places(panel, 5)['cycle place']!
    for (let row = 1; row < found.length; row++) expect(found[row]).toBe((found[row - 1]! + 1) % 5)
  })

  it('lies in cycle 0 for series that are not known, and in a cycle of its own for others', () => {
    const own = places(cyclic(['new', 'b'], 0, 10), 12, ['a', 'b'])['cycle place of the series']!
    expect(Math.max(...own.slice(0, 12))).toBeLessThan(12)
    expect(Math.min(...own.slice(12))).toBeGreaterThanOrEqual(24)
  })
})

describe('cycleNet', () => {
  const options = { horizon: 6, context: 12, cycle: 12, seed: 1 }

  it('learns the cycle of each series, and forecasts from a cut that starts at any place', async () => {
    const model = cycleNet(options)
    await model.fit(cyclic(['plus', 'minus'], 0, 400), { epochs: 40, calibrate: false })
    for (const from of [301, 307]) {
      const { mean } = await model.predict(cyclic(['minus'], from, 60))
      const wanted = Array.from({ length: 6 }, (_, step) => 50 - shape[(from + 60 + step) % 12]!)
      expect(farthest(mean, wanted)).toBeLessThan(1)
    }
  })

  it('forecasts a series that fit has not seen, and one with gaps', async () => {
    const model = cycleNet(options)
    await model.fit(cyclic(['a', 'b'], 0, 400), { epochs: 40, calibrate: false })
    const wanted = Array.from({ length: 6 }, (_, step) => 50 + shape[step]!)
    expect(farthest((await model.predict(cyclic(['new'], 0, 60))).mean, wanted)).toBeLessThan(1)
    const values = Float64Array.from({ length: 60 }, (_, t) => (t % 7 === 3 ? Number.NaN : 50 + shape[t % 12]!))
    const { mean } = await model.predict(panelFromSeries([{ id: 'gaps', start, values }], { frequency: 'h' }))
    // The values range over 17.
    expect(farthest(mean, wanted)).toBeLessThan(4)
  })

  it('does not read the future', async () => {
    const past = cyclic(['a', 'b'], 0, 300)
    const [one, other] = [cycleNet(options), cycleNet(options)]
    const whole = cyclic(['a', 'b'], 0, 320)
    await one.fit(past, { epochs: 3 })
    await other.fit(
      whole.cut(() => 300),
      { epochs: 3 },
    )
    expect((await one.predict(past)).toRows()).toEqual((await other.predict(past)).toRows())
  })
})

describe('sparseTsf', () => {
  it('forecasts a season that repeats', async () => {
    const model = sparseTsf({ horizon: 12, context: 48, season: 12, seed: 1 })
    const panel = cyclic(['a'], 0, 400)
    await model.fit(panel, { epochs: 250, calibrate: false })
    const { mean } = await model.predict(panel)
    const wanted = Array.from({ length: 12 }, (_, step) => 50 + shape[(400 + step) % 12]!)
    expect(farthest(mean, wanted)).toBeLessThan(1.5)
  })
})

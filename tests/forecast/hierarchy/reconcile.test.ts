import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { Backtest } from '../../../src/forecast/backtest/backtest.ts'
import { Forecast } from '../../../src/forecast/forecast.ts'
import { errorsOf } from '../../../src/forecast/hierarchy/errors.ts'
import { type Hierarchy, idsOf } from '../../../src/forecast/hierarchy/hierarchy.ts'
import { aggregate, ets, hierarchy, reconcile } from '../../../src/forecast/index.ts'
import { type Panel, panelFromSeries } from '../../../src/series/index.ts'
import { normal } from '../data.ts'

const file = fileURLToPath(new URL('../../fixtures/hierarchy.json', import.meta.url))
/** Made by `make_hierarchy.py` with numpy. */
const fixture = JSON.parse(readFileSync(file, 'utf8')) as {
  bottom: string[]
  aggregates: string[]
  horizon: number
  errors: number[][]
  actual: number[][]
  base: number[][]
  spread: number[][]
  z: number
  shrinkage: number
  results: Record<string, { mean: number[][]; deviation: number[][] }>
}
const { horizon, z } = fixture

const shops = (value: (t: number, s: number) => number, rows = 24): Panel =>
  panelFromSeries(
    fixture.bottom.map((id, s) => ({
      id,
      start: '2020-01-01',
      values: Array.from({ length: rows }, (_, t) => value(t, s)),
    })),
    { frequency: 'MS' },
  )
const levels = [[], ['state'], ['shop']]
const columns = ['state', 'shop']
const bottomPanel = shops((t, s) => 10 + t + s)
const sums: Hierarchy = hierarchy(bottomPanel, { columns, levels })
const all = aggregate(bottomPanel, sums)

/** `[series x steps]` of `[steps x series]`. */
const bySeries = (rows: readonly (readonly number[])[]): Float64Array =>
  Float64Array.from(rows[0].flatMap((_, series) => rows.map((row) => row[series])))

function forecastOf(levelsAndSigns: readonly (readonly [number, number])[]): Forecast {
  const values = (sign: number) =>
    bySeries(fixture.base.map((row, step) => row.map((mean, i) => mean + sign * z * fixture.spread[step][i])))
  return Forecast.of(all, {
    horizon,
    mean: bySeries(fixture.base),
    quantileLevels: levelsAndSigns.map(([level]) => level),
    quantiles: levelsAndSigns.map(([, sign]) => values(sign)),
  })
}

/** A backtest with the errors of the fixture: a window for each `horizon` of its points. */
function backtestOf(): Backtest {
  const windows = []
  for (let from = 0; from < fixture.errors.length; from += horizon) {
    const actual = fixture.actual.slice(from, from + horizon)
    const mean = actual.map((row, i) => row.map((value, s) => value - fixture.errors[from + i][s]))
    const forecast = Forecast.of(all, { horizon, mean: bySeries(mean), quantileLevels: [], quantiles: [] })
    const scale = new Float64Array(all.seriesCount).fill(1)
    windows.push({ forecast, actual: bySeries(actual), absoluteScale: scale, squaredScale: scale })
  }
  return new Backtest({ kind: 'fixture', horizon, season: 1, windows })
}

const methods = ['bottomUp', 'ols', 'wlsStructural', 'wlsVariance', 'mintShrink'] as const

function gapOf({ mean, horizon: steps }: Forecast, { aggregates }: Hierarchy): number {
  const gaps = aggregates.flatMap(({ members }, i) =>
    Array.from({ length: steps }, (_, h) =>
      members.reduce((sum, b) => sum - mean[(aggregates.length + b) * steps + h], mean[i * steps + h]),
    ),
  )
  return Math.max(...gaps.map(Math.abs))
}

describe('reconcile', () => {
  it('finds the aggregates of the fixture', () => {
    expect(idsOf(sums)).toEqual([...fixture.aggregates, ...fixture.bottom])
    expect(errorsOf(backtestOf(), idsOf(sums)).shrinkage).toBeCloseTo(fixture.shrinkage, 12)
  })

  it.each(methods)('has the means and quantiles of numpy: %s', async (method) => {
    const base = forecastOf([
      [0.1, -1],
      [0.9, 1],
    ])
    const forecast = await reconcile(base, sums, { method, backtest: backtestOf() })
    const { mean, deviation } = fixture.results[method]
    const [expected, spread] = [bySeries(mean), bySeries(deviation)]
    expected.forEach((value, i) => {
      expect(forecast.mean[i]).toBeCloseTo(value, 9)
      expect(forecast.quantiles[0][i]).toBeCloseTo(value - z * spread[i], 6)
      expect(forecast.quantiles[1][i]).toBeCloseTo(value + z * spread[i], 6)
    })
    expect(gapOf(forecast, sums)).toBeLessThan(1e-10)
    expect(forecast.ids).toEqual(idsOf(sums))
  })

  it.each([...methods, 'topDown'] as const)('leaves forecasts that add up as they are: %s', async (method) => {
    const history = (series: number) => all.history(series)
    const mean = Float64Array.from(all.ids.flatMap((_, s) => Array.from(history(s).slice(-horizon))))
    const base = Forecast.of(all, { horizon, mean, quantileLevels: [], quantiles: [] })
    const forecast = await reconcile(base, sums, { method, backtest: backtestOf() })
    forecast.mean.forEach((value, i) => {
      expect(value).toBeCloseTo(mean[i], 9)
    })
  })

  it('takes base forecasts in any order', async () => {
    const base = forecastOf([])
    const turned = all.select(Array.from(all.ids.keys()).reverse())
    const mean = Float64Array.from(turned.ids.flatMap((id) => Array.from(base.of(id).mean)))
    const other = Forecast.of(turned, { horizon, mean, quantileLevels: [], quantiles: [] })
    expect((await reconcile(other, sums)).mean).toEqual((await reconcile(base, sums)).mean)
  })

  it('shares the total out top-down', async () => {
    const base = forecastOf([[0.9, 1]])
    const forecast = await reconcile(base, sums, { method: 'topDown' })
    const before = base.of('A/2')
    const after = forecast.of('A/2')
    expect(after.quantiles[0.9][0] - after.mean[0]).toBeCloseTo(before.quantiles[0.9][0] - before.mean[0], 9)
    forecast.of('total').mean.forEach((value, step) => {
      expect(value).toBeCloseTo(base.of('total').mean[step], 9)
    })
    const all0 = fixture.bottom.reduce((sum, id) => sum + base.of(id).mean[0], 0)
    expect(forecast.of('A/2').mean[0]).toBeCloseTo((base.of('total').mean[0] * base.of('A/2').mean[0]) / all0, 9)
    expect(gapOf(forecast, sums)).toBeLessThan(1e-10)
  })

  it('turns negative bottom forecasts to 0, and still adds up', async () => {
    const mean = bySeries(fixture.base.map((row) => row.map((value, i) => (i === 7 ? -value : value))))
    const base = Forecast.of(all, { horizon, mean, quantileLevels: [], quantiles: [] })
    const free = await reconcile(base, sums, { method: 'bottomUp' })
    expect(Math.min(...free.mean)).toBeLessThan(0)
    const forecast = await reconcile(base, sums, { method: 'bottomUp', nonNegative: true })
    expect(Math.min(...forecast.mean)).toBe(0)
    expect(gapOf(forecast, sums)).toBeLessThan(1e-10)
  })

  it('adds up at a level of 1e9 with a member that has never had an error', async () => {
    const panel = shops((t, s) => (s === 1 ? 5 : 1e9 + t * (s + 1) + 3 * normal(t, s)), 40)
    const own = hierarchy(panel, { columns })
    const whole = aggregate(panel, own)
    const model = ets({ horizon: 3 })
    const backtest = await model.backtest(whole, { windows: 3 })
    const forecast = await reconcile(await model.predict(whole), own, { backtest })
    expect(gapOf(forecast, own)).toBeLessThan(1e-5)
    expect(forecast.of('A/2').mean[0]).toBeCloseTo(5, 3)
  })

  it('refuses what it cannot do', async () => {
    const base = forecastOf([])
    const part = all.select([0, 1, 2])
    const few = Forecast.of(part, { horizon, mean: new Float64Array(9), quantileLevels: [], quantiles: [] })
    await expect(reconcile(few, sums)).rejects.toThrow('got none of shop=1, shop=2, shop=3')
    await expect(reconcile(base, sums, { method: 'mintShrink' })).rejects.toThrow('Expected a backtest for mintShrink')
    await expect(reconcile(forecastOf([[0.5, 0]]), sums)).rejects.toThrow('or forecast with quantiles: []')
    await expect(reconcile(base, sums, { method: 'mint' as 'ols' })).rejects.toThrow('Expected method to be one of')
    await expect(reconcile(base, {} as Hierarchy)).rejects.toMatchObject({ code: 'ERR_TYPE' })
    const flat = { ...sums, aggregates: sums.aggregates.slice(1) }
    const bottomOnly = all.select(Array.from(all.ids.keys()).slice(1))
    const mean = Float64Array.from(bottomOnly.ids.flatMap((id) => Array.from(base.of(id).mean)))
    const untotalled = Forecast.of(bottomOnly, { horizon, mean, quantileLevels: [], quantiles: [] })
    await expect(reconcile(untotalled, flat, { method: 'topDown' })).rejects.toThrow('Add the level []')
  })
})

describe('hierarchy and aggregate', () => {
  it('sum histories and future rows, and keep the covariates that all series share', () => {
    expect(all.ids.slice(0, 3)).toEqual(['total', 'state=A', 'state=B'])
    expect(Array.from(all.history(1))).toEqual(
      Array.from({ length: 24 }, (_, t) => [0, 1, 2].reduce((sum, s) => sum + 10 + t + s, 0)),
    )
    const calendar = aggregate(bottomPanel.withCalendar(['month']).extend(2), sums)
    expect(calendar.known.map(({ name }) => name)).toEqual(['month'])
    expect(calendar.offsets[1]).toBe(26)
    const priced = panelFromSeries(
      ['A/1', 'A/2'].map((id, s) => ({ id, start: '2020-01-01', values: [1, 2, 3], known: { price: [s, s, s] } })),
      { frequency: 'MS' },
    )
    expect(aggregate(priced, hierarchy(priced, { columns })).known).toEqual([])
  })

  it('leave a gap where a member has one, and refuse series with other rows', () => {
    const gappy = shops((t, s) => (t === 4 && s === 0 ? Number.NaN : 1))
    const whole = aggregate(gappy, hierarchy(gappy, { columns }))
    expect(whole.history(0)[4]).toBeNaN()
    expect(whole.history(2)[4]).toBe(2)
    const ragged = panelFromSeries(
      [
        { id: 'A/1', start: '2020-01-01', values: [1, 2, 3] },
        { id: 'A/2', start: '2020-02-01', values: [1, 2, 3] },
      ],
      { frequency: 'MS' },
    )
    expect(() => aggregate(ragged, hierarchy(ragged, { columns }))).toThrow('got "A/2", which starts at another time')
  })

  it('read ids with a slash in a part, and refuse ids with other parts, unknown columns and equal ids', () => {
    const of = (...ids: string[]) =>
      panelFromSeries(
        ids.map((id) => ({ id, start: '2020-01-01', values: [1, 2, 3] })),
        { frequency: 'MS' },
      )
    expect(hierarchy(of('A\\/B/1', 'A\\/B/2'), { columns }).aggregates.map(({ id }) => id)).toEqual([
      'total',
      'state=A/B',
    ])
    expect(() => hierarchy(of('A/1', 'B'), { columns })).toThrow('got "B" with 1')
    expect(() => hierarchy(of('A/1'), { columns, levels: [['town']] })).toThrow('levels of state, shop, got "town"')
    expect(() => hierarchy(of('A/1'), { columns, levels: [[], []] })).toThrow('got "total" twice')
  })
})

// Panels with several targets for each series.

import { describe, expect, it } from 'vitest'
import { prepare } from '../../src/danfo/index.ts'
import { invertedTransformer, patchTransformer, seasonalNaive, tsMixer } from '../../src/forecast/index.ts'
import { type DataFrame, panelFromColumns, panelFromRows, panelFromSeries } from '../../src/series/index.ts'

const days = (count: number, first = 1) =>
  Array.from({ length: count }, (_, t) => new Date(Date.UTC(2024, 0, first + t)).toISOString().slice(0, 10))
const rowsOf = (plant: string, count: number, size = 1) =>
  days(count).map((date, t) => ({
    ...{ plant, date, load: size * (100 + (t % 7)), temp: t === 3 ? null : 10 - (t % 7), price: t, region: plant },
  }))
const cellsOf = ({ columns, values }: DataFrame, name: string) =>
  (values as unknown[][]).map((row) => row[columns.indexOf(name)])
const roles = { series: 'plant', time: 'date', known: ['price'], static: ['region'] }
const panel = panelFromRows([...rowsOf('north', 40), ...rowsOf('south', 40, 2)], {
  ...roles,
  targets: ['load', 'temp'],
})

describe('a panel with several targets', () => {
  it('has a series for each target, side by side', () => {
    expect(panel.ids).toEqual(['north/load', 'north/temp', 'south/load', 'south/temp'])
    expect(panel.channels).toEqual(['load', 'temp'])
    expect([...panel.history(2).slice(0, 3)]).toEqual([200, 202, 204])
    expect([...panel.history(1).slice(2, 5)]).toEqual([8, Number.NaN, 6])
    expect(panel.known.map(({ name }) => name)).toEqual(['price'])
    expect(panel.known[0].values.slice(40, 43)).toEqual(Float64Array.of(0, 1, 2))
    expect(panel.static.map(({ name }) => name)).toEqual(['region', 'target'])
    expect(panel.observed).toEqual([])
  })

  it('ends where the last of the targets ends', () => {
    const rows = rowsOf('north', 10).map((row, t) => ({ ...row, load: t > 7 ? null : row.load }))
    const ragged = panelFromRows(rows, { ...roles, targets: ['load', 'temp'] })
    expect([...ragged.lengths]).toEqual([10, 10])
    expect(ragged.history(0).slice(7)).toEqual(Float64Array.of(100, Number.NaN, Number.NaN))
  })

  it('is the same from columns, and from a panel with observed covariates', () => {
    const [load, temp] = [days(9).map((_, t) => t), days(9).map((_, t) => 2 * t)]
    const columns = panelFromColumns({ date: days(9), load, temp }, { time: 'date', targets: ['temp', 'load'] })
    expect(columns.ids).toEqual(['temp', 'load'])
    const series = panelFromSeries([{ id: 'a', start: '2024-01-01', values: load, observed: { temp } }], {
      frequency: 'd',
      target: 'load',
    })
    const both = series.withTargets(['temp', 'load'])
    expect(both.ids).toEqual(['a/temp', 'a/load'])
    expect(both.target.values).toEqual(columns.target.values)
    expect(series.withTargets(['temp']).observed.map(({ name }) => name)).toEqual(['load'])
  })

  it('keeps its targets in changes that keep them together', () => {
    expect(panel.cut(() => 30).channels).toEqual(['load', 'temp'])
    expect(panel.extend(5).channels).toEqual(['load', 'temp'])
    expect(panel.select([2, 3]).channels).toEqual(['load', 'temp'])
    expect(panel.select([2, 3, 0, 1]).channels).toEqual(['load', 'temp'])
    for (const series of [[0], [1, 0], [0, 3], [0, 1, 2], [1, 2]]) expect(panel.select(series).channels).toBeUndefined()
  })

  it('names series and target in tables', () => {
    const frame = panel.toDataFrame()
    expect(frame.columns).toEqual(['plant', 'date', 'value', 'price', 'region', 'target'])
    expect(cellsOf(frame, 'plant')[41]).toBe('north')
    expect(cellsOf(frame, 'target')[41]).toBe('temp')
  })

  it('keeps slashes of ids apart', () => {
    const rows = rowsOf('a/b', 5)
    const slashed = panelFromRows(rows, { ...roles, targets: ['load', 'temp'] })
    expect(slashed.ids).toEqual(['a\\/b/load', 'a\\/b/temp'])
    expect(cellsOf(slashed.toDataFrame(), 'plant')[0]).toBe('a/b')
    const keyed = rows.map((row) => ({ ...row, item: 'x' }))
    const joined = panelFromRows(keyed, { ...roles, series: ['plant', 'item'], targets: ['load', 'temp'] })
    expect(joined.ids[0]).toBe('a\\/b/x/load')
    expect(cellsOf(joined.toDataFrame(), 'plant/item')[0]).toBe('a\\/b/x')
  })

  it.for<[string, readonly string[], string, RegExp]>([
    ['a column that is not there', ['load', 'tmp'], 'ERR_DATA', /"tmp"/],
    ['a text', ['load', 'kind'], 'ERR_TYPE', /Expected a number in column "kind"/],
    ['a known covariate', ['load', 'price'], 'ERR_RANGE', /"price" in one role/],
    ['no target', [], 'ERR_DATA', /Expected a target/],
    ['one twice', ['load', 'load'], 'ERR_RANGE', /"load".*twice|one role/],
  ])('refuses %s', ([, targets, code, message]) => {
    const rows = rowsOf('north', 9).map((row) => ({ ...row, kind: 'x' }))
    expect(() => panelFromRows(rows, { ...roles, targets })).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(message) }),
    )
  })

  it('refuses what could be misread', () => {
    const rows = rowsOf('north', 9)
    expect(() => panelFromRows(rows, { ...roles, target: 'load', targets: ['temp'] } as never)).toThrow('got both')
    expect(() => panel.withTargets(['value'])).toThrow('one target, got one with load, temp')
    const frame = panel.toDataFrame()
    expect(() => prepare(frame, { time: 'date', targets: ['value'] } as never)).toThrow(
      'Expected one target for prepare, got targets. Name the first as target and the others as observed',
    )
    const taken = panelFromRows(
      rows.map(({ price, ...row }) => ({ ...row, target: price })),
      { ...roles, known: ['target'], target: 'load', observed: ['temp'] },
    )
    expect(() => taken.withTargets(['load', 'temp'])).toThrow('no column "target" beside several targets')
  })
})

describe('forecasts of several targets', () => {
  it('have the series and the target of each row', async () => {
    const forecast = await seasonalNaive({ horizon: 2 }).predict(panel)
    expect(forecast.toRows()[2]).toMatchObject({ plant: 'north', target: 'temp', date: '2024-02-10' })
    expect(forecast.of('south/load').mean).toHaveLength(2)
    const { overall } = await seasonalNaive({ horizon: 2 }).backtest(panel, { windows: 2 })
    expect(overall.mae).toBeLessThan(1)
  })

  it.for([
    ['tsMixer', tsMixer({ horizon: 3, context: 14, hiddenSize: 8 })],
    ['invertedTransformer', invertedTransformer({ horizon: 3, context: 14, hiddenSize: 8 })],
    ['patchTransformer', patchTransformer({ horizon: 3, context: 14, hiddenSize: 8 })],
  ] as const)('by %s, for other series than those of fit', async ([kind, model]) => {
    const priced = panel.with({ known: [] })
    await model.fit(priced, { epochs: 2, calibrate: false })
    const both = await model.predict(priced)
    const south = await model.predict(priced.select([2, 3]))
    expect(south.of('south/temp').mean).toEqual(both.of('south/temp').mean)
    const east = panelFromRows(rowsOf('north', 30, 3), {
      series: 'plant',
      time: 'date',
      static: ['region'],
      targets: ['load', 'temp'],
    })
    expect((await model.predict(east)).mean).toHaveLength(6)
    const swapped = panelFromRows(rowsOf('north', 30), {
      series: 'plant',
      time: 'date',
      static: ['region'],
      targets: ['temp', 'load'],
    })
    if (kind === 'patchTransformer') await model.predict(swapped)
    else await expect(model.predict(swapped)).rejects.toThrow('got 2: "temp" where "load" was')
  })
})

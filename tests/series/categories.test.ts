import * as danfo from 'danfojs-node'
import { describe, expect, it } from 'vitest'
import { prepare } from '../../src/danfo/index.ts'
import { type DataFrame, panelFromRows, panelFromSeries } from '../../src/series/index.ts'

const day = (row: number) => new Date(Date.UTC(2024, 0, 1) + row * 864e5).toISOString().slice(0, 10)
const rowsOf = (countries: readonly unknown[], more: (row: number) => object = () => ({})) =>
  countries.flatMap((country, at) =>
    Array.from({ length: 6 }, (_, row) => ({ id: `shop ${at}`, country, date: day(row), y: row, ...more(row) })),
  )
const roles = { time: 'date', target: 'y', frequency: 'd' } as const

describe('a text such as NA', () => {
  it('names a series', () => {
    expect(panelFromRows(rowsOf(['NA', 'None', 'null']), { ...roles, series: 'country' }).ids).toEqual([
      'NA',
      'None',
      'null',
    ])
  })

  it('is a category of a static column', () => {
    const panel = panelFromRows(rowsOf(['NA', 'DE', 'None', '']), { ...roles, series: 'id', static: ['country'] })
    expect(panel.static[0]).toMatchObject({ categories: ['', 'DE', 'NA', 'None'], values: Float64Array.of(2, 1, 3, 0) })
  })

  it('is a category of a covariate, and so is an empty text', () => {
    const events = ['None', 'Coupon', '', 'null', 'NA', '-']
    const rows = rowsOf(['DE'], (row) => ({ event: events[row] }))
    for (const role of ['known', 'observed']) {
      const [column] = panelFromRows(rows, { ...roles, [role]: ['event'], categorical: ['event'] })[role as 'known']
      expect(column.categories).toEqual(['', '-', 'Coupon', 'NA', 'None', 'null'])
      expect([...column.values].map((code) => column.categories?.[code])).toEqual(events)
    }
    const [event] = panelFromSeries([{ id: 'a', values: [1, 2, 3], known: { event: ['NA', 'x', ''] } }], {
      frequency: 'd',
    }).known
    expect(event.categories).toEqual(['', 'NA', 'x'])
  })

  it('is missing where missing lists it; null, undefined and NaN always are', () => {
    const events = ['NA', ' NA ', 'x', null, undefined, Number.NaN]
    const rows = rowsOf(['DE'], (row) => ({ event: events[row] }))
    const options = { ...roles, observed: ['event'], categorical: ['event'] }
    expect(panelFromRows(rows, options).observed[0].categories).toEqual([' NA ', 'NA', 'x'])
    const { categories, values } = panelFromRows(rows, { ...options, missing: ['NA'] }).observed[0]
    expect([categories, values.filter(Number.isNaN).length]).toEqual([['x'], 5])
  })

  it('is missing in a column of numbers', () => {
    const rows = rowsOf(['DE'], (row) => ({ price: ['NA', '', 'null', '-', 'None', '5'][row] }))
    expect([...panelFromRows(rows, { ...roles, observed: ['price'] }).observed[0].values]).toEqual([
      ...Array<number>(5).fill(Number.NaN),
      5,
    ])
  })

  it('is a category of a DataFrame', () => {
    const frame = new danfo.DataFrame(rowsOf(['NA', 'DE'])) as unknown as DataFrame
    const panel = prepare(frame, { ...roles, series: 'id', static: ['country'] }).toPanel()
    expect(panel.static[0].categories).toEqual(['DE', 'NA'])
  })

  it('has the date of its own row in the error of a static column that changes', () => {
    const rows = rowsOf(['DE']).map((row, at) => ({ ...row, country: at < 3 ? 'DE' : 'NA' }))
    expect(() => panelFromRows(rows, { ...roles, series: 'id', static: ['country'] })).toThrow(
      /another from 2024-01-04 on/,
    )
  })
})

it('categories have one order, whatever the order of rows', () => {
  for (const names of [
    ['0', '', '00', ' '],
    [' ', '00', '', '0'],
  ]) {
    const rows = rowsOf(['DE'], (row) => ({ event: names[row % 4] }))
    expect(
      panelFromRows(rows, { ...roles, observed: ['event'], categorical: ['event'] }).observed[0].categories,
    ).toEqual(['0', '00', '', ' '])
  }
})

describe('a covariate with texts among numbers', () => {
  it('is refused as a static column, unless it is named as one of categories', () => {
    const rows = rowsOf(['7', '8', 'x'])
    const options = { ...roles, series: 'id', static: ['country'] }
    expect(() => panelFromRows(rows, options)).toThrow(
      /numbers or categories in column "country", got "x" \(row 12\) and 5 more such cells among 12 numbers.*categorical: \["country"\]/,
    )
    expect(panelFromRows(rows, { ...options, categorical: ['country'] }).static[0].categories).toEqual(['7', '8', 'x'])
    expect(panelFromRows(rowsOf(['7', 'x', 'y']), options).static[0].categories).toEqual(['7', 'x', 'y'])
  })

  it('is refused in panelFromSeries, where all its values must be texts', () => {
    const panel = (weather: readonly unknown[]) =>
      panelFromSeries(
        [
          { id: 'a', values: [1, 2, 3], known: { weather } },
          { id: 'b', values: [1], known: { weather: ['2'] } },
        ],
        {
          frequency: 'd',
        },
      ).known[0].categories
    expect(() => panel([1, 2, 'warm'])).toThrow('Expected numbers or texts in "weather", got "warm" in series "a"')
    expect(panel(['1', '2', 'warm'])).toEqual(['1', '2', 'warm'])
    expect(panel([1, '2', null])).toBeUndefined()
  })
})

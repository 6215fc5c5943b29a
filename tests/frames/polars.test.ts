// DataFrames of nodejs-polars, against the texts that Polars itself makes of its columns.

import { columnsOf, dataFrame, isDataFrame, naive, panelFrom, panelFromColumns } from 'gatecast'
import { prepare, scale } from 'gatecast/danfo'
import pl from 'nodejs-polars'
import { describe, expect, it } from 'vitest'

const column = (series: pl.Series) => columnsOf(pl.DataFrame([series.rename('x')])).x
const wholes = (texts: (string | null)[], type: Parameters<pl.Series['cast']>[0] = pl.Int64) =>
  pl.Series('x', texts, pl.String).cast(type)
const isoOf = (cells: ArrayLike<unknown>) =>
  Array.from(cells, (cell) => (cell instanceof Date ? cell.toISOString() : cell))

describe('a column of a Polars frame', () => {
  it('of numbers has numbers, NaN where missing', () => {
    expect(column(pl.Series('x', [1.5, 2], pl.Float64))).toEqual(Float64Array.of(1.5, 2))
    expect(column(pl.Series('x', [1.5, null], pl.Float64))).toEqual(Float64Array.of(1.5, Number.NaN))
    for (const type of [pl.Int8, pl.Int16, pl.Int32, pl.UInt8, pl.UInt16, pl.UInt32, pl.Float32])
      expect(column(pl.Series('x', [1, null, 3], pl.Float64).cast(type))).toEqual(Float64Array.of(1, Number.NaN, 3))
  })

  it('of 64-bit whole numbers has numbers, or bigints if a number would be rounded, as toArray() does', () => {
    expect(wholes(['9007199254740993', null]).toArray()).toEqual([9007199254740992, null])
    expect(column(wholes(['9007199254740993', null]))).toEqual([9007199254740993n, null])
    expect(column(wholes(['9007199254740993', '-1']))).toEqual([9007199254740993n, -1n])
    expect(column(wholes(['7', '-1']))).toEqual(Float64Array.of(7, -1))
    expect(column(wholes(['18446744073709551615'], pl.UInt64))).toEqual([2n ** 64n - 1n])
  })

  it('of texts, categories and flags has them', () => {
    const texts = ['b', null, 'a', 'b']
    expect(column(pl.Series('x', texts, pl.String))).toEqual(texts)
    expect(column(pl.Series('x', texts, pl.String).cast(pl.Categorical))).toEqual(texts)
    expect(column(pl.Series('x', [true, null], pl.Bool))).toEqual([true, null])
  })

  it('of times without a zone has texts of a wall clock; with a zone, instants', () => {
    const counts = { ms: '1719835200123', us: '1719835200123456', ns: '1719835200123456789' }
    for (const unit of ['ms', 'us', 'ns'] as const) {
      const times = wholes([counts[unit], null, '-1']).cast(pl.Datetime(unit))
      expect(times.cast(pl.String).toArray()[0]).toMatch(/^2024-07-01 12:00:00\.123\d*$/)
      expect(column(times)).toEqual(['2024-07-01T12:00:00.123', null, '1969-12-31T23:59:59.999'])
      const berlin = times.cast(pl.Datetime(unit, 'Europe/Berlin'))
      expect(berlin.cast(pl.String).toArray()[0]).toMatch(/^2024-07-01 14:00:00\.123\d*\+02:00$/)
      expect(isoOf(column(berlin))).toEqual(['2024-07-01T12:00:00.123Z', null, '1969-12-31T23:59:59.999Z'])
    }
  })

  it('of dates and times of day has texts', () => {
    expect(column(pl.Series('x', [new Date('2024-02-29'), null], pl.Date))).toEqual(['2024-02-29', null])
    expect(column(pl.Series('x', [3_600_000_000_000, null], pl.Float64).cast(pl.Int64).cast(pl.Time))).toEqual([
      '01:00:00',
      null,
    ])
  })

  it('of decimals has the numbers of their texts, and refuses digits that a number does not hold', () => {
    const decimals = (texts: (string | null)[], scale: number) =>
      pl.Series('x', texts, pl.String).cast(pl.Decimal(38, scale))
    expect(column(decimals(['1.25', null, '-0.05'], 2))).toEqual([1.25, null, -0.05])
    expect(column(decimals(['12', null], 0))).toEqual(Float64Array.of(12, Number.NaN))
    expect(() => column(decimals(['0.01', '123456789012345.67'], 2))).toThrow(
      'Expected decimals of at most 15 digits in column "x", got 123456789012345.67 (row 1)',
    )
  })

  it('of lists, structs and durations is refused by name', () => {
    const of = (series: pl.Series) => () => column(series)
    const refused = /^Expected a column of numbers, texts, booleans or times, got .+ in column "x"/
    expect(of(pl.Series('x', [[1], [2]]))).toThrow(refused)
    expect(of(pl.Series('x', [1], pl.Float64).cast(pl.Int64).cast(pl.Duration('ms')))).toThrow(refused)
  })
})

const days = ['2024-01-01', '2024-01-02', '2024-01-03', '2024-01-04', '2024-01-05', '2024-01-06']
const shops = ['a', 'b'].flatMap((shop) => days.map(() => shop))
const sold = Float64Array.from(shops, (_, row) => row % 5)
const options = { series: 'shop', time: 'day', target: 'sold', frequency: 'd' } as const
const frame = () =>
  pl.DataFrame([
    pl.Series('shop', shops),
    pl.Series(
      'day',
      [...days, ...days].map((day) => new Date(day)),
      pl.Date,
    ),
    pl.Series('sold', sold),
  ])

describe('a Polars frame', () => {
  it('gives the panel of the same columns', async () => {
    const expected = panelFromColumns({ shop: shops, day: [...days, ...days], sold }, options)
    expect(isDataFrame(frame())).toBe(true)
    expect(await panelFrom(frame(), options)).toEqual(expected)
    expect(prepare(frame(), options).toPanel()).toEqual(expected)
  })

  it('may have columns with the names of its own members', async () => {
    const names = ['height', 'columns', 'shape', 'dtypes', 'values', 'length', 'schema']
    const given = pl.DataFrame(names.map((name) => pl.Series(name, [1, 2])))
    expect(Object.keys(columnsOf(given))).toEqual(names)
    expect(columnsOf(given).height).toEqual(Float64Array.of(1, 2))
  })

  it('comes back as a frame whose columns have types', async () => {
    const panel = await panelFrom(frame(), options)
    const model = naive({ horizon: 2 })
    await model.fit(panel)
    const forecast = (await model.predict(panel, { quantiles: [0.5] })).toDataFrame(pl)
    expect(forecast.dtypes.map(String)).toEqual(
      ['String', 'Date', 'Float64', 'Float64'].map((type) => `DataType(${type})`),
    )
    const joined = frame()
      .vstack(frame())
      .join(forecast, { on: ['shop', 'day'], how: 'full', coalesce: true })
    expect(joined.height).toBe(24 + 4)
  })

  it('has points in time of the time zone for a clock, and nulls for missing values', () => {
    const time = ['2024-10-27T00:00Z', '2024-10-27T02:00Z']
    const zone = { frequency: 'h', timeZone: 'Europe/Berlin' }
    const made = panelFromColumns({ time, y: [1, 2] }, { time: 'time', target: 'y', ...zone }).toDataFrame(pl)
    expect(made.getColumn('time').cast(pl.String).toArray()).toEqual([
      '2024-10-27 02:00:00.000+02:00',
      '2024-10-27 02:00:00.000+01:00',
      '2024-10-27 03:00:00.000+01:00',
    ])
    expect(made.getColumn('y').toArray()).toEqual([1, null, 2])
  })

  it('comes out of a pipeline and of its inverse, as the project has the package', () => {
    const scaled = prepare(frame(), options).scale('standard').toFrame()
    expect(pl.DataFrame.isDataFrame(scaled)).toBe(true)
    expect(scale(frame(), options, 'standard').toRecords()).toEqual(scaled.toRecords())
    const undone = prepare(frame(), options).scale('standard').inverse(scaled)
    expect(undone.getColumn('sold').toArray()).toEqual(Array.from(sold, (value) => expect.closeTo(value, 12)))
  })

  it('is made of columns of one type each', () => {
    const day = new Date('2024-01-01T12:00Z')
    const made = dataFrame({ n: [1, null], t: ['a', null], f: [true, null], d: [day, null], w: [1n, 2n] }, pl)
    expect(made.toRecords()).toEqual([
      { n: 1, t: 'a', f: true, d: day, w: 1 },
      { n: null, t: null, f: null, d: null, w: 2 },
    ])
    expect(() => dataFrame({ x: [1, 'a'] }, pl)).toThrow(
      'Expected numbers, texts, booleans or dates in column "x", all of one type, got 1 and "a" (row 1)',
    )
  })
})

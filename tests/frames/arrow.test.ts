// Tables of apache-arrow, against the numbers that Arrow's own columns hold.

import * as arrow from 'apache-arrow'
import { columnsOf, isDataFrame, naive, panelFrom, panelFromColumns } from 'gatecast'
import { prepare, scale } from 'gatecast/danfo'
import { describe, expect, it } from 'vitest'

const { DateDay, DateMillisecond, Decimal, Dictionary, Field, Float32, Float64, Int32, Int64, List, Timestamp } = arrow
const { Table, TimeMicrosecond, Utf8, makeData, makeVector, tableFromIPC, tableToIPC, vectorFromArray } = arrow

const column = (vector: arrow.Vector) => columnsOf(new Table({ x: vector })).x
const timestamps = (unit: number, values: bigint[], zone?: string) =>
  makeVector(makeData({ type: new Timestamp(unit, zone), data: BigInt64Array.from(values), length: values.length }))
const isoOf = (cells: ArrayLike<unknown>) =>
  Array.from(cells, (cell) => (cell instanceof Date ? cell.toISOString() : cell))

const utf8View = () =>
  makeVector(makeData({ type: new arrow.Utf8View(), views: viewsOf(['a', 'two']), variadicBuffers: [] }))

/** Texts of up to 12 bytes lie in their views: the length, then the bytes. */
function viewsOf(texts: string[]): Uint8Array {
  const views = new Uint8Array(16 * texts.length)
  texts.forEach((text, at) => {
    new DataView(views.buffer).setInt32(16 * at, text.length, true)
    views.set(new TextEncoder().encode(text), 16 * at + 4)
  })
  return views
}

describe('a column of an Arrow table', () => {
  it('of doubles without missing values is not copied', () => {
    const values = Float64Array.of(1.5, 2, 3)
    const read = column(makeVector(values)) as Float64Array
    expect(read).toEqual(values)
    expect(read.buffer).toBe(values.buffer)
  })

  it('of numbers has NaN where a value is missing, in all its chunks', () => {
    const first = vectorFromArray([1, null, 3], new Float64())
    expect(column(first)).toEqual(Float64Array.of(1, Number.NaN, 3))
    expect(column(first.concat(vectorFromArray([null, 5], new Float64())))).toEqual(
      Float64Array.of(1, Number.NaN, 3, Number.NaN, 5),
    )
    expect(column(vectorFromArray([7, null], new Int32()))).toEqual(Float64Array.of(7, Number.NaN))
    expect(column(vectorFromArray([0.5], new Float32()))).toEqual(Float64Array.of(0.5))
    expect(column(vectorFromArray([0.5, null], new arrow.Float16()))).toEqual([0.5, null])
  })

  it('is read from its first row if it is a slice', () => {
    const sliced = vectorFromArray([1, null, 3, 4, null], new Float64()).slice(1, 4)
    expect(column(sliced)).toEqual(Float64Array.of(Number.NaN, 3, 4))
    expect(column(vectorFromArray([true, false, null, true], new arrow.Bool()).slice(1))).toEqual([false, null, true])
    expect(column(vectorFromArray([1n, null, 3n], new Int64()).slice(1))).toEqual(Float64Array.of(Number.NaN, 3))
  })

  it('of 64-bit whole numbers has numbers, or bigints if a number would be rounded', () => {
    expect(column(vectorFromArray([1n, -2n, null], new Int64()))).toEqual(Float64Array.of(1, -2, Number.NaN))
    expect(column(vectorFromArray([2n ** 53n + 1n, null, 1n], new Int64()))).toEqual([2n ** 53n + 1n, null, 1n])
    expect(column(vectorFromArray([2n ** 64n - 1n], new arrow.Uint64()))).toEqual([2n ** 64n - 1n])
  })

  it('of texts, in every form, has texts', () => {
    const texts = ['b', null, 'a', 'b']
    expect(column(vectorFromArray(texts, new Utf8()))).toEqual(texts)
    expect(column(vectorFromArray(texts, new arrow.LargeUtf8()))).toEqual(texts)
    expect(column(vectorFromArray(texts, new Dictionary(new Utf8(), new Int32())))).toEqual(texts)
    expect(column(utf8View())).toEqual(['a', 'two'])
  })

  it('of points in time has instants, in every unit, before 1970 too', () => {
    const units: [number, bigint][] = [
      [0, 1n],
      [1, 1000n],
      [2, 1_000_000n],
      [3, 1_000_000_000n],
    ]
    for (const [unit, perSecond] of units)
      expect(isoOf(column(timestamps(unit, [1_704_067_200n * perSecond, -1n * perSecond], 'Europe/Berlin')))).toEqual([
        '2024-01-01T00:00:00.000Z',
        '1969-12-31T23:59:59.000Z',
      ])
    // Half a millisecond before 1970 lies in the last millisecond before it.
    expect(isoOf(column(timestamps(2, [-500n], 'UTC')))).toEqual(['1969-12-31T23:59:59.999Z'])
  })

  it('of times without a zone has texts of a wall clock, which the option timeZone places', async () => {
    const times = timestamps(1, [BigInt(Date.UTC(2024, 6, 1, 12)), BigInt(Date.UTC(2024, 6, 1, 13))])
    expect(column(times)).toEqual(['2024-07-01T12:00:00.000', '2024-07-01T13:00:00.000'])
    const table = new Table({ t: times, y: makeVector(Float64Array.of(1, 2)) })
    const panel = await panelFrom(table, { time: 't', target: 'y', timeZone: 'Europe/Berlin' })
    expect(new Date(panel.starts[0]).toISOString()).toBe('2024-07-01T10:00:00.000Z')
  })

  it('of dates has texts of dates; times of day in a column of dates make it one of instants', () => {
    const midnights = [new Date('2024-02-29'), null]
    expect(column(vectorFromArray(midnights, new DateDay()))).toEqual(['2024-02-29', null])
    expect(column(vectorFromArray(midnights, new DateMillisecond()))).toEqual(['2024-02-29', null])
    const noon = new Date('2024-02-29T12:00Z')
    expect(column(vectorFromArray([noon, null], new DateMillisecond()))).toEqual([noon, null])
  })

  it('of times of day has texts, which join a column of dates', async () => {
    const clock = makeVector(
      makeData({ type: new TimeMicrosecond(), data: BigInt64Array.of(3_600_000_000n, 7_200_500_000n) }),
    )
    expect(column(clock)).toEqual(['01:00:00', '02:00:00.500'])
    const hours = makeVector(makeData({ type: new arrow.TimeSecond(), data: Int32Array.of(3600, 7200) }))
    const day = vectorFromArray([new Date('2024-03-01'), new Date('2024-03-01')], new DateDay())
    const table = new Table({ day, hours, y: makeVector(Float64Array.of(1, 2)) })
    const panel = await panelFrom(table, { time: ['day', 'hours'], target: 'y' })
    expect(new Date(panel.starts[0]).toISOString()).toBe('2024-03-01T01:00:00.000Z')
  })

  it('of decimals has the numbers of their texts, and refuses digits that a number does not hold', () => {
    const words = (value: bigint) => [0n, 32n, 64n, 96n].map((bits) => Number((value >> bits) & 0xffff_ffffn))
    const decimals = (scale: number, values: bigint[]) =>
      makeVector(
        makeData({
          type: new Decimal(scale, 38),
          length: values.length,
          data: Uint32Array.from(values.flatMap(words)),
        }),
      )
    expect(column(decimals(2, [125n, -5n, 1_000_000_000_000_00n]))).toEqual([1.25, -0.05, 1e12])
    expect(column(decimals(0, [12n, -(2n ** 60n)]))).toEqual([12n, -(2n ** 60n)])
    expect(() => column(decimals(2, [1n, 12_345_678_901_234_567n]))).toThrow(
      'Expected decimals of at most 15 digits in column "x", got 123456789012345.67 (row 1)',
    )
  })

  it('of lists is refused by name, unless nobody reads it', async () => {
    const lists = vectorFromArray([[1], [2]], new List(new Field('item', new Float64())))
    expect(() => column(lists)).toThrow(
      /^Expected a column of numbers, texts, booleans or times, got List<.*> in column "x"/,
    )
    const days = vectorFromArray([new Date('2024-01-01'), new Date('2024-01-02')], new DateDay())
    const table = new Table({ lists, days, y: makeVector(Float64Array.of(1, 2)) })
    expect((await panelFrom(table, { time: 'days', target: 'y' })).history(0)).toEqual(Float64Array.of(1, 2))
  })
})

const days = ['2024-01-01', '2024-01-02', '2024-01-03', '2024-01-04', '2024-01-05', '2024-01-06']
const shops = ['a', 'b'].flatMap((shop) => days.map(() => shop))
const sold = Float64Array.from(shops, (_, row) => row % 5)
const options = { series: 'shop', time: 'day', target: 'sold', frequency: 'd' } as const
const table = () =>
  new Table({
    shop: vectorFromArray(shops, new Dictionary(new Utf8(), new Int32())),
    day: vectorFromArray(
      [...days, ...days].map((day) => new Date(day)),
      new DateDay(),
    ),
    sold: makeVector(sold),
  })

describe('a table', () => {
  it('gives the panel of the same columns, from memory and from a file', async () => {
    const expected = panelFromColumns({ shop: shops, day: [...days, ...days], sold }, options)
    for (const given of [table(), tableFromIPC(tableToIPC(table())), table().concat(table().slice(0, 0))]) {
      expect(isDataFrame(given)).toBe(true)
      expect(await panelFrom(given, options)).toEqual(expected)
      expect(prepare(given, options).toPanel()).toEqual(expected)
    }
  })

  it('comes back as a table whose columns have types, as Arrow writes and reads it', async () => {
    const panel = await panelFrom(table(), options)
    const model = naive({ horizon: 2 })
    await model.fit(panel)
    const made = (await model.predict(panel, { quantiles: [0.5] })).toDataFrame(arrow)
    const forecast = tableFromIPC(tableToIPC(made))
    expect(forecast.schema.fields.map(({ name, type }) => `${name}: ${type}`)).toEqual([
      'shop: Utf8',
      'day: Date32<DAY>',
      'mean: Float64',
      'q0.5: Float64',
    ])
    expect(columnsOf(forecast)).toMatchObject({
      shop: ['a', 'a', 'b', 'b'],
      day: ['2024-01-07', '2024-01-08', '2024-01-07', '2024-01-08'],
    })
  })

  it('has points in time of the time zone for a clock, and nulls for missing values', async () => {
    const time = ['2024-10-27T00:00Z', '2024-10-27T02:00Z']
    const hourly = panelFromColumns(
      { time, y: [1, 2] },
      { time: 'time', target: 'y', frequency: 'h', timeZone: 'Europe/Berlin' },
    )
    const made = hourly.toDataFrame(arrow)
    expect(String(made.schema.fields[1].type)).toBe('Timestamp<MILLISECOND, Europe/Berlin>')
    expect(isoOf(columnsOf(made).time)).toEqual(['00', '01', '02'].map((hour) => `2024-10-27T${hour}:00:00.000Z`))
    expect(made.getChild('y')?.toJSON()).toEqual([1, null, 2])
  })

  it('comes out of a pipeline if the package is given, as a table does not lead to it', () => {
    const pipeline = prepare(table(), options).scale('standard')
    const made = pipeline.toFrame(arrow)
    expect(columnsOf(made).day).toEqual([...days, ...days])
    const undone = Array.from(columnsOf(pipeline.inverse(made, { library: arrow })).sold)
    expect(undone).toEqual(Array.from(sold, (value) => expect.closeTo(value, 12)))
    const advice = 'Expected the imported apache-arrow, got nothing: its frames do not lead to it. Write toFrame(arrow)'
    expect(() => pipeline.toFrame()).toThrow(advice)
    expect(() => scale(table(), options, 'standard')).toThrow(advice)
  })

  it('refuses a target above 2^53, which is right as an id', async () => {
    const big = [2n ** 53n + 1n, 2n ** 53n + 2n]
    const given = new Table({
      day: vectorFromArray([new Date(days[0]), new Date(days[0])], new DateDay()),
      big: vectorFromArray(big, new Int64()),
      y: makeVector(Float64Array.of(1, 2)),
    })
    const roles = { time: 'day', series: 'big', target: 'y', frequency: 'd' }
    expect((await panelFrom(given, roles)).ids).toEqual(big.map(String))
    await expect(panelFrom(given, { time: 'day', target: 'big', frequency: 'd', duplicates: 'sum' })).rejects.toThrow(
      'Expected a number in column "big", got 9007199254740993 (row 0)',
    )
  })

  it('has every name once', () => {
    const schema = new arrow.Schema([new Field('x', new Float64()), new Field('x', new Float64())])
    const data = makeVector(Float64Array.of(1)).data[0]
    const batch = new arrow.RecordBatch(
      schema,
      makeData({ type: new arrow.Struct(schema.fields), children: [data, data], length: 1 }),
    )
    expect(() => columnsOf(new Table([batch]))).toThrow('Expected columns with names that differ, got "x" twice')
  })
})

// Tables of arquero: columns are arrays, or Arrow's.

import * as arrow from 'apache-arrow'
import * as aq from 'arquero'
import { columnsOf, dataFrame, isDataFrame, naive, panelFrom, panelFromColumns } from 'gatecast'
import { prepare } from 'gatecast/danfo'
import { describe, expect, it } from 'vitest'

const days = ['2024-01-01', '2024-01-02', '2024-01-03', '2024-01-04', '2024-01-05', '2024-01-06']
const shops = ['a', 'b'].flatMap((shop) => days.map(() => shop))
const sold = Float64Array.from(shops, (_, row) => row % 5)
const options = { series: 'shop', time: 'day', target: 'sold', frequency: 'd' } as const
const day = [...days, ...days]
const table = () => aq.table({ shop: shops, day: day.map((text) => new Date(text)), sold })

describe('an arquero table', () => {
  it('gives the panel of the same columns, as arrays, from CSV and from Arrow', async () => {
    const expected = panelFromColumns({ shop: shops, day, sold }, options)
    const bytes = table().toArrowIPC()
    if (!bytes) throw new Error('no bytes')
    for (const given of [table(), aq.fromCSV(table().toCSV()), aq.fromArrow(bytes)]) {
      expect(isDataFrame(given)).toBe(true)
      expect(await panelFrom(given, options)).toEqual(expected)
      expect(prepare(given, options).toPanel()).toEqual(expected)
    }
  })

  it('has the rows that a filter leaves, in their order', () => {
    const some = table()
      .filter((row: { sold: number }) => row.sold > 2)
      .orderby(aq.desc('sold'))
    expect(columnsOf(some).sold).toEqual(some.array('sold'))
    expect(columnsOf(some).shop).toEqual(some.array('shop'))
    const bytes = aq.table({ x: Float64Array.of(1, 2, 3) }).toArrowIPC() as Uint8Array
    expect(columnsOf(aq.fromArrow(bytes).filter((row: { x: number }) => row.x !== 2)).x).toEqual([1, 3])
  })

  it('of Arrow columns has dates, wall clocks, and whole numbers that a number would round', () => {
    const { DateDay, Int64, TimestampMicrosecond, makeData, makeVector, tableToIPC, vectorFromArray } = arrow
    const time = (zone?: string) =>
      makeVector(
        makeData({
          type: new TimestampMicrosecond(zone),
          data: BigInt64Array.of(1_704_067_200_000_500n, -1n),
          length: 2,
        }),
      )
    const given = new arrow.Table({
      big: vectorFromArray([2n ** 53n + 1n, null], new Int64()),
      date: vectorFromArray([new Date('2024-02-29'), null], new DateDay()),
      wall: time(),
      instant: time('Europe/Berlin'),
      y: vectorFromArray([1, null], new arrow.Float64()),
    })
    expect(columnsOf(aq.fromArrow(tableToIPC(given)))).toEqual({
      big: [2n ** 53n + 1n, null],
      date: ['2024-02-29', null],
      wall: ['2024-01-01T00:00:00.000', '1969-12-31T23:59:59.999'],
      instant: [new Date('2024-01-01T00:00:00.000Z'), new Date('1969-12-31T23:59:59.999Z')],
      y: Float64Array.of(1, Number.NaN),
    })
  })

  it('comes back as a table, from a forecast and from a pipeline', async () => {
    const panel = await panelFrom(table(), options)
    const model = naive({ horizon: 1 })
    await model.fit(panel)
    const forecast = (await model.predict(panel)).toDataFrame(aq)
    expect(forecast.array('day')).toEqual([new Date('2024-01-07'), new Date('2024-01-07')])
    expect(forecast.numRows()).toBe(2)
    const scaled = prepare(table(), options).scale('minMax').toFrame()
    expect(scaled.columnNames()).toEqual(['shop', 'day', 'sold'])
    expect(scaled.filter((row: { sold: number }) => row.sold === 1).numRows()).toBe(2)
    expect(dataFrame({ a: [1, null], b: ['x', null] }, aq).objects()).toEqual([
      { a: 1, b: 'x' },
      { a: Number.NaN, b: null },
    ])
  })
})

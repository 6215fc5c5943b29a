import * as danfo from 'danfojs-node'
import { dataFrame, naive, type Panel, panelFrom, panelFromColumns, panelFromRows, panelFromSeries } from 'gatecast'
import { describe, expect, it } from 'vitest'

const start = Date.UTC(2024, 0, 1)
const count = 30_000

/** One series of 30,000 minutes, in an order that is not that of time. */
const shuffled = () => {
  const order = Array.from({ length: count }, (_, at) => (at * 7919) % count)
  return {
    time: order.map((row) => new Date(start + row * 60_000).toISOString()),
    y: Float64Array.from(order),
    kind: order.map((row) => (row % 3 ? 'a' : 'b')),
  }
}
const options = { time: 'time', target: 'y', observed: ['kind'], categorical: ['kind'] }
const rowsOf = ({ time, y, kind }: ReturnType<typeof shuffled>) =>
  time.map((one, at) => ({ time: one, y: y[at], kind: kind[at] }))

const partsOf = ({ ids, offsets, starts, target, observed }: Panel) => ({ ids, offsets, starts, target, observed })

describe('panelFrom', () => {
  it('reads columns, rows and frames as the synchronous functions do', async () => {
    const columns = shuffled()
    const expected = panelFromColumns(columns, options)
    expect(partsOf(await panelFrom(columns, options))).toEqual(partsOf(expected))
    expect(partsOf(panelFromRows(rowsOf(columns), options))).toEqual(partsOf(expected))
    expect(partsOf(await panelFrom(rowsOf(columns), options))).toEqual(partsOf(expected))
    expect(partsOf(await panelFrom(dataFrame(columns, danfo), options))).toEqual(partsOf(expected))
  })

  it('sorts a series that is longer than a piece by time', async () => {
    expect((await panelFrom(shuffled(), options)).history(0)).toEqual(Float64Array.from({ length: count }, (_, i) => i))
  })

  it('reads series', async () => {
    const series = [
      { id: 'a', start: '2024-01', values: [1, null, 3], known: { price: [1, 2, 3, 4] } },
      { id: 'b', start: '2024-02', values: Float64Array.of(4, 5) },
    ]
    const expected = panelFromSeries(series, { frequency: 'MS' })
    expect(partsOf(await panelFrom(series, { frequency: 'MS' }))).toEqual(partsOf(expected))
  })

  it('lets timers run while it reads', async () => {
    const columns = shuffled()
    const rows = Array.from({ length: 20 }, () => rowsOf(columns)).flatMap((some, s) =>
      some.map((row) => ({ ...row, s })),
    )
    let ticks = 0
    const timer = setInterval(() => ticks++, 1)
    await panelFrom(rows, { ...options, series: 's' })
    clearInterval(timer)
    expect(ticks).toBeGreaterThan(5)
  })

  it('stops when its signal is aborted, before or in the middle', async () => {
    await expect(panelFrom(shuffled(), { ...options, signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'ABORT_ERR',
    })
    const controller = new AbortController()
    const reading = panelFrom(shuffled(), { ...options, signal: controller.signal })
    setImmediate(() => controller.abort())
    await expect(reading).rejects.toMatchObject({ code: 'ABORT_ERR' })
  })

  it('names what is wrong with the data', async () => {
    await expect(panelFrom([{ time: '2024-01-01', y: 'x' }], { time: 'time', target: 'y' })).rejects.toThrow(
      '"x" (row 0)',
    )
    await expect(panelFrom(3 as never, { time: 'time', target: 'y' })).rejects.toMatchObject({ code: 'ERR_TYPE' })
    await expect(panelFrom([{ id: 'a', values: [1] }], { frequency: '1d', tagret: 'y' } as never)).rejects.toThrow(
      'the options of panelFrom',
    )
  })
})

describe('the asynchronous columns and rows', () => {
  it('are those of the synchronous methods', async () => {
    const panel = panelFromColumns(shuffled(), options)
    const forecast = await naive({ horizon: 9000 }).predict(panel)
    expect(await forecast.toColumnsAsync()).toEqual(forecast.toColumns())
    expect(await forecast.toRowsAsync()).toEqual(forecast.toRows())
    const { time, y, kind } = await panel.toColumnsAsync()
    expect([time[0], y[0], kind[0], time[1]]).toEqual(['2024-01-01T00:00:00Z', 0, 'b', '2024-01-01T00:01:00Z'])
    await expect(forecast.toRowsAsync({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ABORT_ERR' })
    await expect(panel.toColumnsAsync({ sigal: 1 } as never)).rejects.toMatchObject({ code: 'ERR_RANGE' })
  })

  it('copy the times of series that start together and end apart', async () => {
    const panel = panelFromSeries(
      [
        { id: 'a', start: '2024-01-01', values: [1, 2, 3] },
        { id: 'b', start: '2024-01-01', values: [1, 2] },
        { id: 'c', start: '2024-01-01', values: [1, 2] },
        { id: 'd', start: '2024-01-02', values: [1, 2] },
      ],
      { frequency: '1d' },
    )
    const { time } = (await naive({ horizon: 1 }).predict(panel)).toColumns()
    expect(time).toEqual(['2024-01-04', '2024-01-03', '2024-01-03', '2024-01-04'])
    expect((await panel.toColumnsAsync()).time).toEqual([
      ...['2024-01-01', '2024-01-02', '2024-01-03', '2024-01-01', '2024-01-02', '2024-01-01', '2024-01-02'],
      ...['2024-01-02', '2024-01-03'],
    ])
  })
})

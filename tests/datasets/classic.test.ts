import { describe, expect, it } from 'vitest'
import { airPassengers, co2, generatePanel, monthly, shopSales, stocks, sunspots } from '../../src/datasets/index.ts'
import type { Panel } from '../../src/series/index.ts'

const day = (time: number) => new Date(time).toISOString().slice(0, 10)
const span = (panel: Panel, series = 0) => {
  const times = panel.times(series)
  return [day(times[0]), day(times[times.length - 1])]
}
const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0)

describe('the packaged data sets', () => {
  it('contain the air passengers of 1949 to 1960', async () => {
    const panel = await airPassengers()
    expect(panel.target.name).toBe('passengers')
    expect(panel.lengths).toEqual(Float64Array.of(144))
    expect(span(panel)).toEqual(['1949-01-01', '1960-12-01'])
    expect(sum(panel.history(0))).toBe(40363)
  })

  it('contain the sales of five shops as generatePanel makes them, in whole pieces', async () => {
    const panel = await shopSales()
    const options = { series: 5, rows: 366, seed: 3, gaps: 0, intermittent: 0, promotions: 0.1 }
    const made = generatePanel(options)
    expect(panel.ids).toEqual(['shop 1', 'shop 2', 'shop 3', 'shop 4', 'shop 5'])
    expect(span(panel)).toEqual(['2020-01-01', '2020-12-31'])
    expect(panel.target.values).toEqual(made.target.values.map(Math.round))
    expect(panel.known).toEqual([made.known[0]])
  })

  it('contain the sunspots of 1749 to 1983', async () => {
    const panel = await sunspots()
    expect(panel.lengths).toEqual(Float64Array.of(2820))
    expect(span(panel)).toEqual(['1749-01-01', '1983-12-01'])
    expect(Math.max(...panel.history(0))).toBe(253.8)
    expect(panel.history(0).some(Number.isNaN)).toBe(false)
  })

  it('contain CO2 with the three months of 1964 that were not measured as gaps', async () => {
    const panel = await co2()
    expect(span(panel)).toEqual(['1959-01-01', '1997-12-01'])
    const missing = [...panel.times(0)].filter((_, row) => Number.isNaN(panel.history(0)[row]))
    expect(missing.map(day)).toEqual(['1964-02-01', '1964-03-01', '1964-04-01'])
  })

  it('contain four stock indices over 1860 business days without gaps', async () => {
    const panel = await stocks()
    expect([...panel.ids].sort()).toEqual(['CAC', 'DAX', 'FTSE', 'SMI'])
    expect(panel.frequency.text).toBe('B')
    for (const id of panel.ids) {
      const series = panel.indexOf(id)
      expect(panel.history(series)).toHaveLength(1860)
      expect(panel.history(series).every((price) => price > 0)).toBe(true)
      expect(span(panel, series)[0]).toBe('1991-07-01')
    }
    expect(panel.history(panel.indexOf('DAX')).slice(0, 3)).toEqual(Float64Array.of(1628.75, 1613.63, 1606.51))
  })

  it('contain stock prices that stand still on Good Fridays, which supports the inferred dates', async () => {
    const panel = await stocks()
    const times = panel.times(0)
    const goodFridays = [
      '1992-04-17',
      '1993-04-09',
      '1994-04-01',
      '1995-04-14',
      '1996-04-05',
      '1997-03-28',
      '1998-04-10',
    ]
    for (const id of panel.ids) {
      const prices = panel.history(panel.indexOf(id))
      const rows = goodFridays.map((date) => times.indexOf(Date.parse(date)))
      expect(rows.map((row) => prices[row] - prices[row - 1])).toEqual(rows.map(() => 0))
    }
  })

  it('contain six monthly series of different spans', async () => {
    const panel = await monthly()
    expect(panel.seriesCount).toBe(6)
    expect([...panel.lengths].sort((a, b) => a - b)).toEqual([72, 72, 144, 192, 240, 468])
    expect(span(panel, panel.indexOf('Temperature in Nottingham'))).toEqual(['1920-01-01', '1939-12-01'])
  })
})

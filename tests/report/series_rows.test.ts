import { beforeAll, describe, expect, it } from 'vitest'
import { theta } from '../../src/forecast/index.ts'
import { fillColumn } from '../../src/report/charts/fan/fan_columns.ts'
import { axisTimes, seriesRows } from '../../src/report/charts/series_rows.ts'
import { parseFrequency, stepTimes } from '../../src/series/index.ts'
import { levels, type Sample, sample } from './sample.ts'

let made: Sample
beforeAll(async () => {
  made = await sample()
})
const tested = () => Object.entries(made.backtest).map(([name, backtest]) => ({ name, backtest }))

describe('the rows of a chart', () => {
  it('are history and then forecast, each at its time', () => {
    const { panel, forecast } = made
    const { x, actual, forecast: columns } = seriesRows('store 7', { panel, forecast, backtests: [], rows: 10 })
    expect(x).toEqual([...panel.times(7, 62, 72), ...forecast.times(7)])
    const line = fillColumn(actual, x.length)
    expect(line.slice(10)).toEqual(new Array(6).fill(null))
    expect(line.slice(0, 10)).toEqual(
      [...panel.history(7).slice(62)].map((value) => (Number.isNaN(value) ? null : value)),
    )
    expect(fillColumn(columns['forecast mean'], x.length).slice(10)).toEqual([...forecast.of('store 7').mean])
  })

  it('have bands that add up to the quantiles', () => {
    const { forecast } = made
    const { x, forecast: columns } = seriesRows('store 7', { forecast, backtests: [], rows: 10 })
    expect(Object.keys(columns)).toEqual(['mean', 'base', 'band1', 'band2', 'band3'].map((name) => `forecast ${name}`))
    const heights = ['base', 'band1', 'band2', 'band3'].map(
      (name) => fillColumn(columns[`forecast ${name}`], x.length)[2] ?? 0,
    )
    const { quantiles } = forecast.of('store 7')
    levels
      .filter((level) => level !== 0.5)
      .forEach((level, i) => {
        const sum = heights.slice(0, i + 1).reduce((total, height) => total + height, 0)
        expect(sum).toBeCloseTo(quantiles[level][2], 9)
      })
  })

  it('have a separate line for a quantile without a counterpart', async () => {
    const forecast = await theta({ horizon: 3 }).predict(made.panel, { quantiles: [0.1, 0.5, 0.75, 0.9] })
    const { forecast: columns } = seriesRows('store 7', { forecast, backtests: [], rows: 1 })
    expect(Object.keys(columns)).toEqual(['mean', 'q0.75', 'base', 'band1'].map((name) => `forecast ${name}`))
  })

  it('have the windows of a backtest in two sets of columns in turn, so that no line joins neighbours', () => {
    const { x, backtests, actual } = seriesRows('store 7', { backtests: tested(), rows: 10 })
    expect(x).toHaveLength(18)
    expect(backtests[1]['window0 mean'].map(([row]) => row)).toEqual([0, 12])
    expect(backtests[1]['window1 mean'].map(([row]) => row)).toEqual([6])
    const known = fillColumn(actual, x.length).map((value) => value ?? Number.NaN)
    expect(known).toEqual([...made.panel.history(7).slice(-18)])
  })

  it('leave out windows that overlap a later one', async () => {
    const backtest = await theta({ horizon: 6 }).backtest(made.panel, { windows: 5, step: 2 })
    const { x, backtests } = seriesRows('store 7', { backtests: [{ name: 'theta', backtest }], rows: 1 })
    expect(x).toHaveLength(12)
    expect(Object.values(backtests[0]).flat()).toHaveLength(2 * 3)
  })
})

describe('times on the axis', () => {
  const zone = 'Europe/Berlin'

  it('are midnights of the zone for days, also across a DST change', () => {
    const frequency = parseFrequency('1d')
    const times = [...stepTimes(Date.parse('2024-03-30T00:00+01:00'), 0, 3, frequency, zone)]
    expect(axisTimes(times, zone, frequency)).toEqual([30, 31, 32].map((day) => Date.UTC(2024, 2, day)))
  })

  it('keep equal distances for hours, also if an hour of the clock comes twice', () => {
    const frequency = parseFrequency('h')
    const times = [...stepTimes(Date.parse('2024-10-27T01:00+02:00'), 0, 4, frequency, zone)]
    const x = axisTimes(times, zone, frequency)
    expect(x.slice(1).map((time, i) => time - x[i])).toEqual([3.6e6, 3.6e6, 3.6e6])
    expect(x[3]).toBe(Date.UTC(2024, 9, 27, 3))
  })
})

import { describe, expect, it } from 'vitest'
import { Forecast } from '../../src/forecast/forecast.ts'
import { panelOf } from './data.ts'

describe('a forecast', () => {
  const panel = panelOf({ a: [1, 2, 3], b: [4, 5] })
  const forecast = Forecast.of(panel, {
    horizon: 2,
    mean: Float64Array.of(3, 3, 5, 5),
    quantileLevels: [0.1, 0.9],
    quantiles: [Float64Array.of(2, 1, 4, 3), Float64Array.of(4, 5, 6, 7)],
  })

  it('starts one step after the history of each series', () => {
    expect(Array.from(forecast.origins, (time) => new Date(time).toISOString().slice(0, 10))).toEqual([
      '2000-04-01',
      '2000-03-01',
    ])
    expect(Array.from(forecast.of('b').times, (time) => new Date(time).getUTCMonth())).toEqual([2, 3])
  })

  it('gives its numbers by series, by interval and as rows', () => {
    expect(forecast.of('b')).toMatchObject({ mean: Float64Array.of(5, 5), quantiles: { 0.9: Float64Array.of(6, 7) } })
    expect(forecast.interval(0.8).lower).toEqual(Float64Array.of(2, 1, 4, 3))
    expect(forecast.toRows()[3]).toEqual({ series: 'b', time: '2000-04-01', mean: 5, 'q0.1': 3, 'q0.9': 7 })
  })

  it('becomes a DataFrame', () => {
    const frame = forecast.toDataFrame()
    expect(frame.columns).toEqual(['series', 'time', 'mean', 'q0.1', 'q0.9'])
    expect(frame.shape).toEqual([4, 5])
  })

  it('refuses an interval or a series that it does not have', () => {
    expect(() => forecast.interval(0.9)).toThrow('Expected a share whose two quantiles are among 0.1, 0.9, got 0.9')
    expect(() => forecast.of('c')).toThrow('Expected the id of a forecast series, got "c"')
  })

  it('refuses values that are not finite, and arrays of a wrong length', () => {
    const parts = { horizon: 2, quantileLevels: [], quantiles: [] }
    expect(() => Forecast.of(panel, { ...parts, mean: Float64Array.of(1, 1, 1, Number.NaN) })).toThrow(
      'Expected a finite forecast, got NaN at step 2 of series "b"',
    )
    expect(() => Forecast.of(panel, { ...parts, mean: Float64Array.of(1) })).toThrow('Expected 4 numbers in mean')
  })
})

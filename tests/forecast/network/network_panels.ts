import type { FitOptions } from '../../../src/forecast/forecaster.ts'
import { type Panel, panelFromSeries, type SeriesInput } from '../../../src/series/index.ts'
import { noise, normal } from '../data.ts'

/** Options of a training that is long enough for the tests in this folder. */
export const short: FitOptions = { epochs: 12, batchSize: 32, samplesPerEpoch: 2000 }

export const horizon = 6
const season = 12

/** Seasonal series of different levels, phases and sizes, with noise. */
export function seasonal(count: number, rows: number, options: { noise?: number; gaps?: number } = {}): SeriesInput[] {
  return Array.from({ length: count }, (_, s) => ({
    id: `s${s}`,
    start: '2000-01',
    values: Float64Array.from({ length: rows }, (_, t) => {
      if (noise(t, s + 100) < (options.gaps ?? 0)) return Number.NaN
      const wave = Math.sin((2 * Math.PI * (t + s)) / season)
      return (s + 1) * (10 + 3 * wave + 0.02 * t + (options.noise ?? 0.3) * normal(t, s))
    }),
  }))
}

export const monthly = (series: readonly SeriesInput[]): Panel => panelFromSeries(series, { frequency: 'MS' })

/** The series with an observed column `w` of weights. */
export const weightedPanel = (series: readonly SeriesInput[], weight: (row: number, series: number) => number): Panel =>
  monthly(
    series.map((one, s) => ({
      ...one,
      observed: { w: Float64Array.from({ length: one.values.length }, (_, t) => weight(t, s)) },
    })),
  )

/** The panel without the last `rows` rows of each history, and the values of these rows, series after series. */
export function split(panel: Panel, rows = horizon): { past: Panel; actual: Float64Array } {
  const past = panel.cut((series) => panel.lengths[series] - rows)
  const actual = Float64Array.from(panel.ids.flatMap((_, series) => [...panel.history(series).slice(-rows)]))
  return { past, actual }
}

/** Mean absolute error of the steps that are known. */
export function errorOf(mean: Float64Array, actual: Float64Array): number {
  let [sum, count] = [0, 0]
  actual.forEach((value, i) => {
    if (Number.isNaN(value)) return
    sum += Math.abs(value - mean[i])
    count++
  })
  return sum / count
}

/** A series that follows covariates of each kind and nothing else, with the next values of the known one. */
export function driven(count: number, rows: number): SeriesInput[] {
  const days = ['quiet', 'sale']
  return Array.from({ length: count }, (_, s) => {
    const price = Float64Array.from({ length: rows + horizon }, (_, t) => noise(t, s))
    const day = Array.from({ length: rows + horizon }, (_, t) => days[Number(noise(t, s + 50) > 0.7)])
    const region = s % 2 ? 'north' : 'south'
    const weather = Float64Array.from({ length: rows }, (_, t) => noise(t, s + 200))
    const values = Float64Array.from({ length: rows }, (_, t) => {
      const effect = (day[t] === 'sale' ? 3 : 0) * (region === 'north' ? 1 : -1)
      // The value depends on the weather one horizon before, which is observed for every step of a forecast.
      return 10 + 4 * price[t] + effect + 2 * (weather[t - horizon] ?? 0.5)
    })
    return { id: `s${s}`, start: '2000-01', values, known: { price, day }, observed: { weather }, static: { region } }
  })
}

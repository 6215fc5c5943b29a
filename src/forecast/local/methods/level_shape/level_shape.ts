// A strongly periodic series as a matrix with one row for each period, which almost has rank 1: each row is a level and a
// shape. Levels are forecast by a regression on their past (level.ts), the shape of a period from earlier shapes
// (shape.ts), and the newest error fades (carry.ts). The additive or the relative form is used, whichever had the
// smaller errors.
//
// The periods are counted from the end of the history, so the newest period is complete. A series of fewer than 14
// periods, or whose shapes say nothing about later shapes, is forecast by `theta`.
//
// Source: the idea of level times shape is in Honda 2026, "Don't learn the shape: forecasting periodic time series by
// rank-1 decomposition" (arXiv 2605.07222). Different from it, the shape is a learned mix, and there is an additive form.
//
// Missing values are filled (fill_gaps.ts).

import { isConstant, type LocalForecast, type LocalTask, meanOf } from '../../method.ts'
import { fillGaps } from '../../numeric/fill_gaps.ts'
import { naiveForecast } from '../naive.ts'
import { thetaForecast } from '../theta/theta.ts'
import { formsOf, learn } from './form.ts'
import { forecastLevels } from './level.ts'
import { mixed, suggestionsFor } from './shape.ts'

/** Fewest periods: with fewer, the levels say little about how they move. */
const fewest = 14
/** The error of expected shapes must be below this share of the error of a flat shape. */
const periodic = 0.9

export function levelShapeForecast(history: Float64Array, task: LocalTask): LocalForecast {
  if (isConstant(history)) return naiveForecast(history, task)
  const { season, seasons = [season], horizon } = task
  const [period] = seasons
  const count = Math.floor(history.length / period)
  if (period < 2 || count < fewest) return thetaForecast(history, task)
  const values = fillGaps(history, period)
  const start = values.length - count * period
  const matrix = Array.from({ length: count }, (_, i) => values.subarray(start + i * period, start + (i + 1) * period))
  const levels = Float64Array.from(matrix, meanOf)
  const cycle = longestOf(seasons, values.length) / period
  const periods = Math.ceil(horizon / period)
  const ahead = forecastLevels(levels, cycle, periods)
  const best = formsOf(matrix, levels)
    .map((form) => learn(form, matrix, levels, ahead.fitted, cycle))
    .reduce((a, b) => (b.squares < a.squares ? b : a))
  if (best.mix.share > periodic) return thetaForecast(history, task)

  const { form, mix, carry, end, spreads, expected } = best
  const mean = new Float64Array(horizon)
  const deviation = new Float64Array(horizon)
  const level = new Float64Array(history.length + horizon).fill(Number.NaN)
  const shape = level.slice()
  expected.forEach((values, i) => {
    values?.forEach((value, j) => {
      const row = start + i * period + j
      level[row] = levels[i]
      shape[row] = form.valueOf(levels[i], value) - levels[i]
    })
  })
  for (let k = 0; k < periods; k++) {
    const own = mixed(suggestionsFor(form.shapes, count, k + 1, cycle), mix)
    const further = ahead.variance[k] - ahead.variance[0]
    for (let j = 0; j < period && k * period + j < horizon; j++) {
      const step = k * period + j
      const value = form.valueOf(ahead.mean[k], own[j])
      mean[step] = value + carry.gain * carry.decay ** step * end
      deviation[step] = Math.sqrt(spreads[j] ** 2 + further)
      shape[history.length + step] = value - ahead.mean[k]
      level[history.length + step] = mean[step] - shape[history.length + step]
    }
  }
  return { mean, deviation, components: { level, [`season ${period}`]: shape } }
}

/** The longest season that is a multiple of the first one and that the history holds three times. */
function longestOf([period, ...others]: readonly number[], length: number): number {
  return others.filter((season) => season % period === 0 && length >= 3 * season).at(-1) ?? period
}

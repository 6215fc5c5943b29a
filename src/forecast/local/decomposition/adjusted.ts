// Any local method on a series without its seasons: MSTL estimates them, the method forecasts the rest, and each season
// continues as in its last round.
//
// Source: Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., section 5.7.
//
// Missing values: gaps are filled (fill_gaps.ts) to find the seasons, then twice by the trend and seasons found. The
// method gets the rest with its gaps.

import { atOnce, type InPieces } from '../../../base/resources/turns.ts'
import type { LocalForecast, LocalMethod, LocalTask } from '../method.ts'
import { fillGaps } from '../numeric/fill_gaps.ts'
import { mstl, type Parts } from './mstl.ts'
import { reverted } from './reversion.ts'

export interface Adjustment {
  /** Numbers of steps of the seasons, ascending; the history has two of each or more. */
  readonly periods: readonly number[]
  /** Number of seasons over which each place is smoothed; default that of MSTL. */
  readonly window?: number | undefined
  /** Whether the parts are those of the logarithm, so that seasons are factors. All values have to be above 0. */
  readonly log: boolean
  /** The number of last values to whose mean the forecast of the rest is drawn, if the history shows that; 0 for none. */
  readonly span: number
}

/** Forecasts a history that begins and ends with an observed value. */
export function forecastAdjusted<T extends LocalTask>(
  history: Float64Array,
  task: T,
  method: LocalMethod<T>,
  { periods, window, log, span }: Adjustment,
): LocalForecast {
  const { length } = history
  const values = log ? history.map(Math.log) : history
  const { trend, seasons, remainder } = atOnce(decomposed(values, periods, window))
  const seasonAt = (t: number): number => seasons.reduce((sum, season, i) => sum + at(season, periods[i], t), 0)
  const rest = values.map((value, t) => value - seasonAt(t))
  const own = method(rest, { ...task, season: 1, seasons: [1] })
  const forecast = span > 0 ? reverted(own, rest, span) : own
  const unit = (value: number): number => (log ? Math.exp(value) : value)
  const mean = forecast.mean.map((value, h) => unit(value + seasonAt(length + h)))
  const whole = (values: Float64Array, future: (h: number) => number): Float64Array =>
    Float64Array.from({ length: length + mean.length }, (_, t) => unit(t < length ? values[t] : future(t - length)))
  return {
    mean,
    // The deviation of exp(x) is near exp(x) times that of x.
    deviation: forecast.deviation.map((value, h) => (log ? value * mean[h] : value)),
    ...(own.fitted ? { fitted: own.fitted.map((value, t) => unit(value + seasonAt(t))) } : {}),
    components: {
      trend: whole(trend, (h) => forecast.mean[h]),
      ...Object.fromEntries(
        seasons.map((season, i) => [`season ${periods[i]}`, whole(season, (h) => at(season, periods[i], length + h))]),
      ),
      remainder: whole(
        remainder.map((value, t) => (Number.isNaN(history[t]) ? Number.NaN : value)),
        () => 0,
      ),
    },
  }
}

/** A season in a row of the history, or after it. */
function at(season: Float64Array, period: number, t: number): number {
  const { length } = season
  return t < length ? season[t] : season[length - period + ((t - length) % period)]
}

const fillings = 2

/** The parts of a history with gaps, which are filled for it. */
export function* decomposed(
  history: Float64Array,
  periods: readonly number[],
  window: number | undefined,
): InPieces<Parts> {
  const whole = fillGaps(history, periods[0])
  yield
  let parts = yield* mstl(whole, periods, window)
  if (!history.some(Number.isNaN)) return parts
  for (let i = 0; i < fillings; i++) {
    const { trend, seasons } = parts
    const filled = history.map((value, t) =>
      Number.isNaN(value) ? seasons.reduce((sum, season) => sum + season[t], trend[t]) : value,
    )
    parts = yield* mstl(filled, periods, window)
  }
  return parts
}

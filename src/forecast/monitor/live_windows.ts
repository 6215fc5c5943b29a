import { isFloat64Array } from '../../base/brand.ts'
import { checkList, shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import type { InPieces } from '../../base/resources/turns.ts'
import { addSteps, formatTime, type Panel, stepsBetween } from '../../series/index.ts'
import type { Backtest, BacktestWindow } from '../backtest/backtest.ts'
import { Forecast } from '../forecast.ts'

/** A forecast whose first values have come. */
export interface LiveWindow extends BacktestWindow {
  /** The first time that was forecast, of all series. */
  readonly origin: number
  /** Number of steps up to the last one with a value. */
  readonly steps: number
}

/**
 * Puts the values that came beside each forecast, the oldest forecast first. A forecast without any value yet is left out.
 *
 * @throws {GatecastError} `ERR_TYPE` for anything but forecasts, `ERR_DATA` if their steps are not those of the values, or if
 * no value has come
 */
export function* liveWindows(
  forecasts: readonly Forecast[],
  actuals: Panel,
  reference: Backtest,
): InPieces<LiveWindow[]> {
  const scales = scalesOf(reference)
  const windows: LiveWindow[] = []
  for (const given of checkList('forecasts', forecasts)) {
    const forecast = checkForecast(given)
    const actual = yield* actualOf(forecast, actuals)
    const steps = lastStep(actual, forecast.horizon)
    const scale = (of: 'absolute' | 'squared') =>
      Float64Array.from(forecast.ids, (id) => scales.get(id)?.[of] ?? Number.NaN)
    const [absoluteScale, squaredScale] = [scale('absolute'), scale('squared')]
    const origin = forecast.origins.reduce((least, time) => Math.min(least, time), Number.POSITIVE_INFINITY)
    if (steps > 0) windows.push({ forecast, actual, absoluteScale, squaredScale, origin, steps })
  }
  if (windows.length) return windows.sort((a, b) => a.origin - b.origin)
  throw new GatecastError(
    'ERR_DATA',
    `Expected actual values at the times of ${forecasts.length} forecasts, got none. Give forecasts that begin before the ` +
      'last row of actuals, of series with the same ids',
  )
}

function checkForecast(given: Forecast): Forecast {
  if (!Array.isArray(given?.ids) || !isFloat64Array(given.mean))
    throw new GatecastError('ERR_TYPE', `Expected forecasts of predict(panel), got ${shown(given)} among them`)
  const { ids, frequency, timeZone, horizon, starts, lengths, mean, quantileLevels, quantiles, channels, names } = given
  // Made again, so that its parts are checked. Quantiles are in order already.
  return new Forecast({
    ...{ ids, frequency, timeZone, horizon, starts, lengths, mean, quantileLevels, quantiles, channels, names },
  })
}

/** The units of errors of each series, in its newest window of the backtest. They stay, so that errors can be compared. */
function scalesOf({ windows }: Backtest): Map<string, { absolute: number; squared: number }> {
  const scales = new Map<string, { absolute: number; squared: number }>()
  for (const { forecast, absoluteScale, squaredScale } of windows)
    forecast.ids.forEach((id, series) => {
      scales.set(id, { absolute: absoluteScale[series], squared: squaredScale[series] })
    })
  return scales
}

function* actualOf(forecast: Forecast, panel: Panel): InPieces<Float64Array> {
  const { frequency, timeZone, horizon, ids, origins } = forecast
  if (frequency.text !== panel.frequency.text)
    throw new GatecastError(
      'ERR_DATA',
      `Expected actuals with the frequency of the forecasts, ${frequency.text}, got ${panel.frequency.text}`,
    )
  const index = new Map(panel.ids.map((id, series) => [id, series]))
  const actual = new Float64Array(ids.length * horizon).fill(Number.NaN)
  for (let series = 0; series < ids.length; series++) {
    if (series % 256 === 255) yield
    const own = index.get(ids[series])
    if (own === undefined) continue
    const row = stepsBetween(panel.starts[own], origins[series], frequency, timeZone)
    if (addSteps(panel.starts[own], row, frequency, timeZone) !== origins[series])
      throw new GatecastError(
        'ERR_DATA',
        `Expected the steps of forecasts among those of actuals, got ${formatTime(origins[series], timeZone)} for series ` +
          `${ids[series]}, whose rows begin at ${formatTime(panel.starts[own], timeZone)}`,
      )
    const history = panel.history(own)
    for (let step = Math.max(0, -row); step < horizon && row + step < history.length; step++)
      actual[series * horizon + step] = history[row + step]
  }
  return actual
}

function lastStep(actual: Float64Array, horizon: number): number {
  let last = 0
  for (let i = 0; i < actual.length; i++) if (!Number.isNaN(actual[i])) last = Math.max(last, (i % horizon) + 1)
  return last
}

import { distributionOf } from '../../../models/index.ts'
import type { Panel } from '../../../series/index.ts'
import { checkForecastFits } from '../../check.ts'
import { Forecast } from '../../forecast.ts'
import type { PredictOptions } from '../../forecaster.ts'
import { checkLevels, defaultLevels } from '../../quantiles.ts'
import { noFitted } from '../../residuals/series_fit.ts'
import { clockPanel } from '../../season/clock_panel.ts'
import { checkWithin, supportOf, withinSupport } from '../../support.ts'
import { checkFuture } from '../data/check_future.ts'
import { aroundOrigin } from '../data/cut.ts'
import { nativeTable } from '../data/native_table.ts'
import { settingsOnClock } from '../design/by_clock.ts'
import { type Fitted, lookback } from '../design/fitted.ts'
import type { NetworkSettings } from '../design/settings.ts'
import { stretched } from '../train/stretch.ts'
import { cuttingFor, forecastWindows } from '../train/windows.ts'
import { predictDirect, predictPaths } from './predict_windows.ts'

/** Forecasts the horizon of each series with a fitted network. */
export async function forecastPanel(
  fitted: Fitted,
  given: NetworkSettings,
  isRecursive: boolean,
  panel: Panel,
  options: PredictOptions,
): Promise<Forecast> {
  if (options.fitted) throw noFitted('a network', 'It forecasts whole horizons from windows')
  checkFuture(panel, fitted.codes, given.horizon)
  checkWithin(panel, supportOf(given))
  const settings = settingsOnClock(given, fitted.design, isRecursive)
  if (fitted.design.clockSteps === undefined)
    return Forecast.of(panel, await forecastRows(fitted, settings, isRecursive, panel, options))
  const clock = clockPanel(panel, given.horizon, settings.horizon)
  return clock.restore(await forecastRows(fitted, settings, isRecursive, clock.panel, options))
}

async function forecastRows(
  fitted: Fitted,
  settings: NetworkSettings,
  isRecursive: boolean,
  panel: Panel,
  options: PredictOptions,
) {
  const { horizon, output } = settings
  const levels = checkLevels(distributionOf(output).levels(output, options.quantiles, defaultLevels))
  checkForecastFits(panel, horizon, levels.length)
  const rows = aroundOrigin(panel, lookback(fitted), horizon, fitted.design.group?.length)
  const table = nativeTable(panel, fitted.codes, fitted.design, rows)
  try {
    const origins = panel.lengths.map((length, series) => length - rows.from[series])
    const windows = forecastWindows(cuttingFor(fitted, settings), table, origins)
    const forecast = isRecursive ? predictPaths : predictDirect
    const readout = await forecast(fitted.model, settings, windows, levels, options)
    const { mean, quantiles } = stretched(readout, fitted.stretch)
    return withinSupport({ horizon, mean, quantileLevels: levels, quantiles }, supportOf(settings))
  } finally {
    table.dispose()
  }
}

import { defined } from '../../base/defined.ts'
import { type Pace, pacer } from '../../base/resources/turns.ts'
import { Backtest, type BacktestWindow } from '../../forecast/backtest/backtest.ts'
import type { Forecast } from '../../forecast/forecast.ts'
import { seasonalNaive, seasonalNaiveKind } from '../../forecast/kinds/seasonal_naive.ts'
import { type Panel, stepsBetween } from '../../series/index.ts'
import type { Parts } from '../report_parts.ts'

/** Whether a backtest is that of the baseline. */
export const isBaseline = ({ kind }: Backtest): boolean => kind === seasonalNaiveKind.name

/** The name of the baseline beside the names of other backtests. */
export const baselineName = 'Seasonal naive'

/**
 * Adds the baseline to the backtests of a report, if the report has the panel and no backtest of the baseline.
 */
export async function withBaseline(parts: Parts, signal?: AbortSignal): Promise<Parts> {
  const { backtests, panel } = parts
  if (!panel || backtests.length === 0 || backtests.some(({ backtest }) => isBaseline(backtest))) return parts
  const backtest = await baselineOf(backtests[0].backtest, panel, signal)
  return backtest ? { ...parts, backtests: [...backtests, { name: baselineName, backtest }] } : parts
}

/**
 * The backtest of the seasonal naive method in the windows of another backtest: what a model has to beat.
 *
 * @param panel - the panel of the backtest
 * @returns the backtest; `undefined` if it is in the windows already, or if the panel does not have the history of all
 * series
 */
export async function baselineOf(
  backtest: Backtest,
  panel: Panel,
  signal?: AbortSignal,
): Promise<Backtest | undefined> {
  if (isBaseline(backtest)) return undefined
  const { horizon, season } = backtest
  // An index has no season of its own, so the baseline takes that of the errors.
  const forecaster = seasonalNaive({ horizon, ...(panel.frequency.unit === 'step' ? { season } : {}) })
  const windows: BacktestWindow[] = []
  const pace = pacer(signal)
  for (const window of backtest.windows) {
    const { forecast } = window
    const part = await historyBefore(panel, forecast, pace)
    if (!part) return undefined
    const quantiles = forecast.quantileLevels
    windows.push({ ...window, forecast: await forecaster.predict(part, { quantiles, ...defined({ signal }) }) })
  }
  return new Backtest({ kind: forecaster.kind, horizon, season, windows })
}

/** The rows before a forecast, of each of its series; `undefined` if a series has none. */
async function historyBefore(panel: Panel, forecast: Forecast, pace: Pace): Promise<Panel | undefined> {
  const { frequency, timeZone } = panel
  if (frequency.text !== forecast.frequency.text || timeZone !== forecast.timeZone) return undefined
  const known = new Map(panel.ids.map((id, series) => [id, series]))
  const series: number[] = []
  const rows: number[] = []
  for (const [i, id] of forecast.ids.entries()) {
    const own = known.get(id)
    if (own === undefined) return undefined
    const count = stepsBetween(panel.starts[own], forecast.starts[i], frequency, timeZone) + forecast.lengths[i]
    // A history of a single value or none has no season to repeat.
    if (count < 2 || count > panel.lengths[own]) return undefined
    series.push(own)
    rows.push(count)
    await pace()
  }
  return panel.select(series).cut((own) => rows[own])
}

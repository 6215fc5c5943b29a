import { checkSignal } from '../../base/abort.ts'
import { checkNumber, checkOptions, checkWhole, shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { type InPieces, inTurns } from '../../base/resources/turns.ts'
import type { Panel } from '../../series/index.ts'
import type { Backtest } from '../backtest/backtest.ts'
import { checkPanel } from '../check.ts'
import type { Forecast } from '../forecast.ts'
import { columnStability } from './column_stability.ts'
import { liveWindows } from './live_windows.ts'
import { meanOf, measure, referenceScores } from './measures.ts'
import { type MonitorLimits, type MonitorPeriod, MonitorReport } from './monitor_report.ts'

/** Options of {@link monitor}. */
export interface MonitorOptions {
  /** Number of newest forecasts whose mean scores are compared with the limits. Default 7. */
  recent?: number
  /** The limits above which a score is an alarm. */
  limits?: Partial<MonitorLimits>
  /** Stops the call. */
  signal?: AbortSignal
}

/** A forecaster is retrained for an error half as high again, and a column is looked at from the customary 0.25 on. */
const defaults: MonitorLimits = { error: 1.5, bias: 0.5, coverage: 0.1, width: 1.5, psi: 0.25 }

/**
 * Compares forecasts with the values that came, and with the backtest from before they went live: errors, bias, and the
 * coverage and width of intervals over time, and whether target and covariates still have the values that they had before.
 *
 * Each forecast is compared with the backtest over the steps whose values have come, as later steps are harder. Errors of
 * each series are measured in the units that its history had in the backtest.
 *
 * @param reference - a backtest of the forecaster, made when it was trained
 * @param forecasts - the forecasts since then, for example one for each night, in any order
 * @param actuals - a panel of the same series with the values that came. Its rows before the first forecast are the time
 * with which its columns are compared
 * @param options - the number of newest forecasts that are judged, limits, signal
 * @returns scores over time, alarms, rows for a table and metrics for Prometheus
 * @throws {GatecastError} `ERR_TYPE` for anything but a backtest, forecasts and a panel; `ERR_DATA` if no forecast has a value
 * yet, or if frequencies differ; `ERR_RANGE` for an option; `ABORT_ERR`
 * @see Gneiting, Balabdaoui, Raftery 2007, "Probabilistic forecasts, calibration and sharpness", for coverage and width;
 * Hyndman and Koehler 2006 for MASE; {@link populationStability}
 * @example
 * const model = theta({ horizon: 4 })
 * const backtest = await model.backtest(panel, { windows: 3 })
 * const past = panel.cut((series) => panel.lengths[series] - 4)
 * const report = await monitor(backtest, [await model.predict(past)], panel)
 * console.log(report.recent.scores.mase, report.recent.reference.mase, report.alarms)
 */
export async function monitor(
  reference: Backtest,
  forecasts: readonly Forecast[],
  actuals: Panel,
  options: MonitorOptions = {},
): Promise<MonitorReport> {
  checkOptions('monitor', options, ['recent', 'limits', 'signal'])
  if (!Array.isArray(reference?.windows) || typeof reference.overall !== 'object')
    throw new GatecastError('ERR_TYPE', `Expected a backtest of forecaster.backtest(panel), got ${shown(reference)}`)
  checkPanel(actuals)
  checkSignal(options.signal)
  const recent = checkWhole('recent', options.recent ?? 7, 1)
  const limits = checkLimits(options.limits ?? {})
  return inTurns(compare(reference, forecasts, actuals, recent, limits), options.signal)
}

function checkLimits(given: Partial<MonitorLimits>): MonitorLimits {
  checkOptions('limits', given, Object.keys(defaults))
  const limits = { ...defaults, ...given }
  for (const [name, value] of Object.entries(limits)) checkNumber(`limits.${name}`, value, 0)
  return limits
}

function* compare(
  reference: Backtest,
  forecasts: readonly Forecast[],
  actuals: Panel,
  recent: number,
  limits: MonitorLimits,
): InPieces<MonitorReport> {
  const windows = yield* liveWindows(forecasts, actuals, reference)
  const before = referenceScores(reference)
  const periods: MonitorPeriod[] = []
  for (const window of windows) {
    const { origin, steps, actual } = window
    const values = actual.reduce((count, value) => count + (Number.isNaN(value) ? 0 : 1), 0)
    const scores = yield* measure(reference, [window])
    periods.push({ origin, steps, values, scores, reference: yield* before(steps) })
    yield
  }
  const newest = periods.slice(-recent)
  const columns = yield* columnStability(actuals, windows)
  return new MonitorReport({
    ...{ kind: reference.kind, timeZone: actuals.timeZone, frequency: actuals.frequency, periods, columns, limits },
    recent: {
      periods: newest.length,
      scores: meanOf(newest.map(({ scores }) => scores)),
      reference: meanOf(newest.map((period) => period.reference)),
    },
  })
}

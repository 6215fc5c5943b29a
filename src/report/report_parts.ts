import { checkKnown } from '../base/check.ts'
import { GatecastError } from '../base/error.ts'
import { Backtest } from '../forecast/backtest/backtest.ts'
import { Forecast } from '../forecast/forecast.ts'
import type { FitReport, Forecaster } from '../forecast/forecaster.ts'
import type { History } from '../nn/index.ts'
import type { Panel } from '../series/index.ts'

/** What a report is about: at least one of `forecast`, `backtest` and `fit`. */
export interface ReportParts {
  /** What `predict` resolved to. */
  forecast?: Forecast
  /** One, or several by the names they get in the report, to be compared. */
  backtest?: Backtest | Readonly<Record<string, Backtest>>
  /** What `fit` resolved to. */
  fit?: FitReport | History
  /** Its kind and configuration are shown. */
  forecaster?: Forecaster
  /** For the lines before the forecasts, and a summary of the data. */
  panel?: Panel
  /** Of a job over many series, of which the others are some. */
  run?: RunFigures
}

/** What a job over many series did. */
export interface RunFigures {
  /** Series that were forecast, all of them. */
  readonly series: number
  /** Seconds that the run took. */
  readonly seconds: number
  /** Series that the model could not forecast. */
  readonly failed: number
  /** Some of those. */
  readonly failures: readonly { readonly series: string; readonly reason: string; readonly fallback: string }[]
  /** What else there is to say, by name. */
  readonly facts: readonly (readonly [name: string, value: string | number])[]
}

export interface Parts {
  readonly forecast?: Forecast
  readonly backtests: readonly { readonly name: string; readonly backtest: Backtest }[]
  readonly history?: History
  readonly seconds?: number
  readonly forecaster?: Forecaster
  readonly panel?: Panel
  readonly run?: RunFigures
}

const names: readonly (keyof ReportParts)[] = ['forecast', 'backtest', 'fit', 'forecaster', 'panel', 'run']

/** @throws {GatecastError} `ERR_TYPE` for what no report can be made of, `ERR_DATA` for nothing to report */
export function readReportParts(what: Forecast | Backtest | FitReport | History | ReportParts): Parts {
  if (what instanceof Forecast) return readReportParts({ forecast: what })
  if (what instanceof Backtest) return readReportParts({ backtest: what })
  if (typeof what === 'object' && what !== null && ('epochs' in what || 'seconds' in what))
    return readReportParts({ fit: what })
  checkKnown('what is reported', what, names)
  const { forecast, fit, forecaster, panel, run } = what
  if (forecast !== undefined && !(forecast instanceof Forecast))
    throw new GatecastError('ERR_TYPE', 'Expected forecast to be what predict() resolves to')
  const backtests = backtestsOf(what.backtest)
  if (!forecast && !backtests.length && !fit)
    throw new GatecastError('ERR_DATA', 'Expected a forecast, a backtest or a fit to report, got none of them')
  const history = fit && ('epochs' in fit ? fit : fit.history)
  return {
    backtests,
    ...(forecast && { forecast }),
    ...(history && { history }),
    ...(fit && 'seconds' in fit && { seconds: fit.seconds }),
    ...(forecaster && { forecaster }),
    ...(panel && { panel }),
    ...(run && { run }),
  }
}

function backtestsOf(given: ReportParts['backtest']): Parts['backtests'] {
  if (given === undefined) return []
  if (given instanceof Backtest) return [{ name: given.kind, backtest: given }]
  return Object.entries(given).map(([name, backtest]) => {
    if (backtest instanceof Backtest) return { name, backtest }
    throw new GatecastError('ERR_TYPE', `Expected backtest "${name}" to be what backtest() resolves to`)
  })
}

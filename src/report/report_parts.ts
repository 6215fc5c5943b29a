import { checkKnown, shown } from '../base/check.ts'
import { GatecastError } from '../base/error.ts'
import type { Backtest } from '../forecast/backtest/backtest.ts'
import { checkPanel, isBacktest, isForecast } from '../forecast/check.ts'
import type { Forecast } from '../forecast/forecast.ts'
import type { FitReport, Forecaster } from '../forecast/forecaster.ts'
import type { History } from '../nn/index.ts'
import type { Panel } from '../series/index.ts'

/** A result, or several with the panel, that a report shows. */
export type ReportContents = Forecast | Backtest | FitReport | History | ReportParts

/** The contents of a report: at least one of `forecast`, `backtest` and `fit`. */
export interface ReportParts {
  /** The result of `predict`. */
  forecast?: Forecast
  /**
   * The result of `predict(panel, { fitted: true })`, if `forecast` is without fitted values: the page shows what it says
   * about the series of `forecast` that it has.
   */
  fitted?: Forecast
  /** The result of `backtest`, or several to be compared, by the names that the report gives them. */
  backtest?: Backtest | Readonly<Record<string, Backtest>>
  /** The result of `fit`. */
  fit?: FitReport | History
  /** The forecaster whose kind and configuration the report shows. */
  forecaster?: Forecaster
  /** The models that were compared before one was chosen: the result of `auto`, or its parts. */
  tried?: TriedModels
  /** The panel, for the lines of history, the seasonal naive method beside a backtest, and a summary of the data. */
  panel?: Panel
  /** Figures of a job over many series. The other parts may then hold only some of these series. */
  run?: RunFigures
}

/** Models that were compared. */
export interface TriedModels {
  /** The metric of the scores. */
  readonly metric: string
  /** The models, the best first. */
  readonly leaderboard: readonly {
    readonly kind: string
    /** NaN if the model was not started or failed. */
    readonly score: number
    /** Share of the model in the chosen forecaster. */
    readonly weight?: number
    readonly covariates?: readonly string[]
    readonly skipped?: string
    readonly error?: string
  }[]
  /** The windows and series of the comparison. */
  readonly tested: { readonly windows: number; readonly series: number }
}

/** Figures of a job over many series. */
export interface RunFigures {
  /** Number of series that the job forecast. */
  readonly series: number
  /** Seconds that the run took. */
  readonly seconds: number
  /** Number of series that the model could not forecast. */
  readonly failed: number
  /** Some of the series that the model could not forecast. */
  readonly failures: readonly { readonly series: string; readonly reason: string; readonly fallback: string }[]
  /** Names and values of other facts about the run. */
  readonly facts: readonly (readonly [name: string, value: string | number])[]
}

/** The contents of a report, checked. */
export interface Parts {
  readonly forecast?: Forecast
  readonly fitted?: Forecast
  readonly tried?: TriedModels
  readonly backtests: readonly { readonly name: string; readonly backtest: Backtest }[]
  readonly history?: History
  readonly seconds?: number
  readonly forecaster?: Forecaster
  readonly panel?: Panel
  readonly run?: RunFigures
}

const names: readonly (keyof ReportParts)[] = [
  'forecast',
  'fitted',
  'backtest',
  'fit',
  'forecaster',
  'tried',
  'panel',
  'run',
]

/** @throws {GatecastError} `ERR_TYPE` if a part is of another type, `ERR_DATA` if there is nothing to report */
export function readReportParts(what: ReportContents): Parts {
  if (isForecast(what)) return readReportParts({ forecast: what })
  if (isBacktest(what)) return readReportParts({ backtest: what })
  if (typeof what === 'object' && what !== null && ('epochs' in what || 'seconds' in what))
    return readReportParts({ fit: what })
  checkKnown('the contents of the report', what, names)
  const { forecast, fitted, fit, forecaster, tried, panel, run } = what
  if (panel !== undefined) checkPanel(panel)
  if (forecast !== undefined && !isForecast(forecast))
    throw new GatecastError('ERR_TYPE', `Expected forecast to be the result of predict(), got ${shown(forecast)}`)
  if (fitted !== undefined && !(isForecast(fitted) && fitted.fits))
    throw new GatecastError(
      'ERR_TYPE',
      `Expected fitted to be the result of predict(panel, { fitted: true }), got ${shown(fitted)}`,
    )
  if (tried !== undefined && !(Array.isArray(tried?.leaderboard) && tried.tested && typeof tried.metric === 'string'))
    throw new GatecastError('ERR_TYPE', `Expected tried to be the result of auto(), got ${shown(tried)}`)
  const backtests = backtestsOf(what.backtest)
  if (!forecast && !backtests.length && !fit)
    throw new GatecastError(
      'ERR_DATA',
      'Expected a forecast, a backtest or a fit to report, got none of them. Give report() at least one',
    )
  const history = fit && ('epochs' in fit ? fit : fit.history)
  return {
    backtests,
    forecast,
    fitted: fitted ?? forecast,
    history,
    seconds: fit && 'seconds' in fit ? fit.seconds : undefined,
    forecaster,
    tried,
    panel,
    run,
  }
}

function backtestsOf(given: ReportParts['backtest']): Parts['backtests'] {
  if (given === undefined) return []
  if (isBacktest(given)) return [{ name: given.kind, backtest: given }]
  return Object.entries(given).map(([name, backtest]) => {
    if (isBacktest(backtest)) return { name, backtest }
    throw new GatecastError(
      'ERR_TYPE',
      `Expected backtest "${name}" to be the result of backtest(), got ${shown(backtest)}`,
    )
  })
}

import { defined } from '../../../base/defined.ts'
import type { Backtest } from '../../backtest/backtest.ts'
import { panelBefore } from '../../backtest/run_backtest.ts'
import type { FitOptions, Forecaster } from '../../forecaster.ts'
import type { Trial } from '../auto/contender.ts'
import { scoreBy } from '../score_by.ts'
import { rowsOf, type TrialPlan } from './plan.ts'
import type { AutoRun } from './run.ts'

/** The panel before the windows of a plan: all that a trial may learn from. */
export const pastOf = ({ panel, horizon }: AutoRun, plan: TrialPlan) =>
  panelBefore(panel, (series) => panel.lengths[series] - rowsOf(plan, horizon))

/** Whether a trial fits the candidate on all series once, and then forecasts the windows of the tested series. */
export const fitsOnce = ({ learns = 'all series' }: Forecaster, { options: { backtest } }: AutoRun): boolean =>
  learns === 'all series' && (backtest?.refit ?? 'first') === 'first' && backtest?.history === undefined

/**
 * Forecasts the windows of a plan with a candidate, and sets its score.
 *
 * @param fitted - the candidate as it was fitted on `pastOf`; without it, it is fitted here
 */
export async function evaluate(
  run: AutoRun,
  trial: Trial,
  plan: TrialPlan,
  { fitted, fit, signal }: { fitted?: Forecaster; fit?: FitOptions; signal?: AbortSignal } = {},
): Promise<Backtest> {
  const { panel, options, metric } = run
  const { windows, step, series } = plan
  const call = defined({ threads: options.threads, signal: signal ?? options.signal })
  const backtestOptions = { ...options.backtest, windows, step, ...call }
  const training = { ...options.fit, ...fit, ...call }
  const start = performance.now()
  const tested = series.length < panel.seriesCount ? panel.select(series) : panel
  let backtest: Backtest
  if (fitsOnce(trial.forecaster, run)) {
    const own = fitted ?? trial.forecaster.fresh()
    if (!fitted) await own.fit(pastOf(run, plan), training)
    trial.fitted = own
    backtest = await own.backtest(tested, { ...backtestOptions, refit: 'never' })
  } else {
    // A fit on some series only would not be the candidate.
    const whole = (trial.forecaster.learns ?? 'all series') === 'all series' ? panel : tested
    backtest = await trial.forecaster.backtest(whole, { ...backtestOptions, fit: training })
  }
  trial.seconds += (performance.now() - start) / 1000
  trial.backtest = backtest
  trial.score = await scoreBy(backtest, metric, call.signal)
  return backtest
}

/** Notes the error of a candidate, which then has no score. */
export function noteFailure(trial: Trial, failure: unknown): void {
  Object.assign(trial, { failure, error: (failure as Error).message, score: Number.NaN, backtest: null })
}

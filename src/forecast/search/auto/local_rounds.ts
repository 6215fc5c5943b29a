// Trials of methods that forecast each series by itself. If all of them fit into the time, each forecasts all windows. If
// not, a first round of fewer windows and series comes before it, and its better half goes on.

import { checkSignal } from '../../../base/abort.ts'
import { costOf } from './candidates.ts'
import { byScore, type Trial } from './contender.ts'
import { evaluate, noteFailure } from './evaluate.ts'
import { formatSeconds } from './format_seconds.ts'
import { secondsPerForecast } from './measure_cost.ts'
import { forecastsOf, smaller, type TrialPlan } from './plan.ts'
import type { AutoRun } from './run.ts'

/** Candidates that always go on to the last round. */
const leastFinalists = 3
/** Forecasts of a round without which it says nothing. */
const leastForecasts = 3

/**
 * Tries local methods within some seconds, and settles the plan of the last round on the way.
 *
 * @param report - called and awaited with each candidate whose trial is over
 */
export async function tryLocal(
  run: AutoRun,
  trials: readonly Trial[],
  budget: number,
  report: (trial: Trial) => Promise<void>,
): Promise<void> {
  const instant = trials.filter((trial) => costOf(trial) === 'instant')
  const estimates = trials.filter((trial) => costOf(trial) !== 'instant')
  const { started, costs } = await startable(run, estimates, budget, report)
  const total = started.reduce((sum, trial) => sum + (costs.get(trial) as number), 0)
  const wanted = forecastsOf(run.plan)
  const fits = total * wanted <= budget
  let finalists = started
  if (!fits && started.length > leastFinalists) {
    const screening = smaller(run.plan, Math.min(1, (0.4 * budget) / (total * wanted)))
    await playRound(run, started, screening)
    const ranked = started.filter(({ error }) => error === undefined).sort(byScore(run.metric))
    finalists = ranked.slice(0, Math.max(leastFinalists, Math.ceil(ranked.length / 2)))
    for (const trial of started.filter((one) => !finalists.includes(one))) await report(trial)
  }
  const rest = finalists.reduce((sum, trial) => sum + (costs.get(trial) as number), 0)
  const share = (fits ? 1 : 0.6) * budget
  if (rest * wanted > share) run.plan = smaller(run.plan, share / (rest * wanted))
  for (const trial of [...instant, ...finalists]) {
    await playRound(run, [trial], run.plan)
    trial.final = trial.error === undefined
    await report(trial)
  }
}

/** The candidates that can forecast some windows in the time, with the seconds of one forecast. */
async function startable(
  run: AutoRun,
  trials: readonly Trial[],
  budget: number,
  report: (trial: Trial) => Promise<void>,
): Promise<{ started: Trial[]; costs: Map<Trial, number> }> {
  const costs = new Map<Trial, number>()
  for (const trial of trials) {
    checkSignal(run.options.signal)
    const most = budget / 2 / Math.min(forecastsOf(run.plan), leastForecasts)
    try {
      const isShared = trial.forecaster.learns === 'all series'
      const { panel, plan } = run
      const seconds = isShared ? 0 : await secondsPerForecast(trial.forecaster, panel, plan.series, most)
      if (seconds <= most) costs.set(trial, seconds)
      else trial.skipped = `a forecast of the longest series takes about ${formatSeconds(seconds)}: give more minutes`
    } catch (error) {
      checkSignal(run.options.signal)
      noteFailure(trial, error)
    }
    if (!costs.has(trial)) await report(trial)
  }
  // The slowest are left out until the others can forecast a few windows.
  const started = [...costs.keys()]
  const least = Math.min(forecastsOf(run.plan), leastForecasts)
  const all = () => started.reduce((sum, trial) => sum + (costs.get(trial) as number), 0)
  while (started.length > 1 && all() * least > budget) {
    const slowest = started.reduce((a, b) => ((costs.get(b) as number) > (costs.get(a) as number) ? b : a))
    started.splice(started.indexOf(slowest), 1)
    slowest.skipped = `a forecast takes about ${formatSeconds(costs.get(slowest) as number)}: give more minutes`
    await report(slowest)
  }
  return { started, costs }
}

async function playRound(run: AutoRun, trials: readonly Trial[], plan: TrialPlan): Promise<void> {
  for (const trial of trials) {
    checkSignal(run.options.signal)
    try {
      await evaluate(run, trial, plan)
    } catch (error) {
      checkSignal(run.options.signal)
      noteFailure(trial, error)
    }
  }
}

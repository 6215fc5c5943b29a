// Trials of methods that forecast each series by itself. If all of them fit into the time, each forecasts all windows. If
// not, a first round of fewer windows and series comes before it, and the better half of the slow ones goes on.

import { checkSignal } from '../../../base/abort.ts'
import { costOf } from '../auto/candidates.ts'
import { byScore, type Trial } from '../auto/contender.ts'
import { evaluate, noteFailure } from './evaluate.ts'
import { formatSeconds } from './format_seconds.ts'
import { secondsPerForecast } from './measure_cost.ts'
import { forecastsOf, smaller, type TrialPlan } from './plan.ts'
import { type AutoRun, reserveOf } from './run.ts'

/** A candidate whose last round takes less than this share of the time is not screened. */
const cheap = 0.05
/** Share of the time for the first round. */
const firstRound = 0.3
/** Share of the time in which costs are measured. */
const measuring = 0.5
/** Forecasts of a round without which it says nothing. */
const leastForecasts = 3

/**
 * Tries local methods within some seconds, and settles the plan of the last round on the way.
 *
 * @param given - seconds
 * @param report - called and awaited with each candidate whose trial is over
 */
export async function tryLocal(
  run: AutoRun,
  trials: readonly Trial[],
  given: number,
  report: (trial: Trial) => Promise<void>,
): Promise<void> {
  const instant = trials.filter((trial) => costOf(trial) === 'instant')
  const estimates = trials.filter((trial) => costOf(trial) !== 'instant')
  const start = performance.now()
  const { started, costs } = await startable(run, estimates, { budget: given, quick: instant.length }, report)
  const budget = Math.max((1 - measuring) * given, given - (performance.now() - start) / 1000)
  const finalists = await screened(run, started, costs, budget, report)
  const secondsOf = (trial: Trial) => (costs.get(trial) ?? 0) * forecastsOf(run.plan)
  const ordered = [...instant, ...finalists.toSorted((a, b) => secondsOf(a) - secondsOf(b))]
  const [quickest] = ordered
  const begun = performance.now()
  for (const trial of ordered) {
    // Others may have taken longer than it was measured, for example if the machine has become busy. The quickest one is
    // tried in any case, and those that take no time as long as the reserve lasts: a search without them says nothing.
    const spare = costOf(trial) === 'instant' ? reserveOf(run.options) - (performance.now() - begun) : 0
    if (trial !== quickest && secondsOf(trial) > Math.max(run.left(), spare) / 1000)
      trial.skipped = `its forecasts take about ${formatSeconds(secondsOf(trial))}, and less time is left: give more minutes`
    else await playRound(run, [trial], run.plan)
    trial.final = trial.skipped === undefined && trial.error === undefined
    await report(trial)
  }
}

/**
 * The candidates of the last round, whose plan is settled here. Candidates that take little time always reach it. If the
 * others do not fit into the time, they forecast fewer windows first, and the better half of them goes on.
 */
async function screened(
  run: AutoRun,
  started: readonly Trial[],
  costs: ReadonlyMap<Trial, number>,
  budget: number,
  report: (trial: Trial) => Promise<void>,
): Promise<readonly Trial[]> {
  const wanted = forecastsOf(run.plan)
  const secondsOf = (trials: readonly Trial[]) =>
    wanted * trials.reduce((sum, trial) => sum + (costs.get(trial) as number), 0)
  const total = secondsOf(started)
  if (total <= budget) return started
  const slow = started.filter((trial) => secondsOf([trial]) > cheap * budget)
  let finalists = started
  if (slow.length > 1) {
    await playRound(run, started, smaller(run.plan, (firstRound * budget) / total))
    const ranked = slow.filter(({ error }) => error === undefined).sort(byScore(run.metric))
    const better = ranked.slice(0, Math.ceil(ranked.length / 2))
    finalists = started.filter((trial) => !slow.includes(trial) || better.includes(trial))
    for (const trial of slow.filter((one) => !better.includes(one))) await report(trial)
  }
  const left = (slow.length > 1 ? 1 - firstRound : 1) * budget
  if (secondsOf(finalists) > left) run.plan = smaller(run.plan, left / secondsOf(finalists))
  return finalists
}

/**
 * The candidates that can forecast some windows in the time, with the seconds of one forecast.
 *
 * @param quick - number of candidates that are tried without measuring
 */
async function startable(
  run: AutoRun,
  trials: readonly Trial[],
  { budget, quick }: { budget: number; quick: number },
  report: (trial: Trial) => Promise<void>,
): Promise<{ started: Trial[]; costs: Map<Trial, number> }> {
  const costs = new Map<Trial, number>()
  const end = performance.now() + 1000 * measuring * budget
  for (const trial of trials) {
    checkSignal(run.options.signal)
    // On a busy machine, measuring all of them could leave no time to try any.
    if (quick + costs.size > 0 && performance.now() > end) {
      trial.skipped = 'no time is left to measure it: give more minutes'
      await report(trial)
      continue
    }
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

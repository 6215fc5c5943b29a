// Trials of networks. Each is trained on all series before the windows of the last round, in a part of the time that is
// left. Enough time remains to fit the best candidate on all rows.

import { checkSignal } from '../../../base/abort.ts'
import { defined } from '../../../base/defined.ts'
import { byScore, type Trial } from '../auto/contender.ts'
import { evaluate, fitsOnce, noteFailure, pastOf } from './evaluate.ts'
import { formatSeconds } from './format_seconds.ts'
import type { AutoRun } from './run.ts'
import { trainWithin } from './train_within.ts'

/** Most that one network gets of the time that is there when the networks begin. */
const share = 0.3
/** The fit on all rows takes longer than that of a trial, as there are more rows. */
const lastFit = 1.5
/** Milliseconds below which no network is started. */
const least = 300

/**
 * Tries networks, in their order.
 *
 * @param others - the candidates that have been tried so far
 * @param report - called and awaited with each candidate whose trial is over
 */
export async function tryNetworks(
  run: AutoRun,
  trials: readonly Trial[],
  others: readonly Trial[],
  report: (trial: Trial) => Promise<void>,
): Promise<void> {
  const { options, metric } = run
  const most = share * run.left()
  const past = pastOf(run, run.plan)
  const tried = [...others]
  for (const trial of trials) {
    checkSignal(options.signal)
    const [best] = tried.filter(({ final }) => final).sort(byScore(metric))
    // If it wins, it is fitted once more. If it loses, the best so far is.
    const limit = Math.min(most, run.left() / (1 + lastFit), run.left() - 1000 * (best?.fitSeconds ?? 0))
    try {
      if (limit < least) trial.skipped = `${formatSeconds(Math.max(0, run.left()) / 1000)} are left: give more minutes`
      else await tryOne(run, trial, past, limit)
    } catch (error) {
      checkSignal(options.signal)
      noteFailure(trial, error)
    }
    tried.push(trial)
    await report(trial)
  }
}

async function tryOne(run: AutoRun, trial: Trial, past: AutoRun['panel'], limit: number): Promise<void> {
  const { options } = run
  const call = defined({ threads: options.threads, signal: options.signal })
  const start = performance.now()
  if (!fitsOnce(trial.forecaster, run)) {
    await evaluate(run, trial, run.plan)
    trial.fit = { ...options.fit }
    trial.fitSeconds = lastFit * trial.seconds
  } else {
    const trained = await trainWithin(trial.forecaster, past, { ...options.fit, ...call }, limit)
    if ('skipped' in trained) {
      trial.skipped = trained.skipped
      trial.seconds = (performance.now() - start) / 1000
      return
    }
    const { threads: _, signal: __, ...fit } = trained.fit
    trial.fit = fit
    trial.fitSeconds = lastFit * trained.seconds
    await evaluate(run, trial, run.plan, { fitted: trained.forecaster })
    trial.seconds = (performance.now() - start) / 1000
  }
  trial.final = true
}

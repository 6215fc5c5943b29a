// Trials of forecasters of kinds that are not in the table. Nothing says what they cost, so a deadline ends each of them.

import { checkSignal } from '../../../base/abort.ts'
import { GatecastError } from '../../../base/error.ts'
import { byScore, type Trial } from '../auto/contender.ts'
import { deadlineSignal } from '../deadline.ts'
import { evaluate, noteFailure } from './evaluate.ts'
import type { AutoRun } from './run.ts'

/**
 * Tries forecasters, in their order. Each gets half of the time that is left: if it wins, its last fit takes about as long
 * as its trial. The first one that can win gets all of it.
 *
 * @param report - called and awaited with each candidate whose trial is over
 */
export async function tryOwn(
  run: AutoRun,
  trials: readonly Trial[],
  others: readonly Trial[],
  report: (trial: Trial) => Promise<void>,
): Promise<void> {
  const tried = [...others]
  for (const trial of trials) {
    const { signal } = run.options
    const [best] = tried.filter(({ final }) => final).sort(byScore(run.metric))
    const limit = best ? Math.min(run.left() / 2, run.left() - 1000 * best.fitSeconds) : run.left()
    if (limit <= 0) trial.skipped = 'no time is left: give more minutes'
    else {
      const deadline = deadlineSignal(limit / 60_000, signal)
      try {
        await evaluate(run, trial, run.plan, { signal: deadline.signal })
        trial.final = true
      } catch (error) {
        checkSignal(signal)
        noteFailure(trial, deadline.signal.aborted ? new GatecastError('ERR_DATA', 'Time ran out') : error)
      } finally {
        deadline.clear()
      }
      trial.fit = { ...run.options.fit }
      trial.fitSeconds = trial.seconds
    }
    tried.push(trial)
    await report(trial)
  }
}

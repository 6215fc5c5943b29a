import { setTimeout as sleep } from 'node:timers/promises'
import { checkSignal } from '../../base/abort.ts'
import { AbortError } from '../../base/error.ts'
import type { RunOptions } from '../events.ts'
import type { RunReport } from '../output/run_report.ts'
import { logsOf, RunEvents, type StepLogs } from './run_events.ts'
import { engineAt, type Queues, reasonOf, withQueues } from './store/connection.ts'
import { fromFailure } from './store/failure.ts'
import { type FoundRun, findRun, isOver, noSuchRun } from './store/find_run.ts'
import type { RunData } from './store/run_data.ts'
import { startRun } from './submit.ts'

/** Milliseconds between two looks at the queue. A look reads every part, so a run with more parts is looked at less often. */
const intervalFor = (parts: number): number => 500 + parts

/**
 * Waits until a run is over, and emits its events. If the queue does not answer, it waits until the queue does. If the
 * queue has lost the run, for example because its server has no journal, it submits the job again.
 *
 * @param queue - address, for example `redis://localhost`; default: that of GATECAST_QUEUE
 * @param run - id of the run, which {@link submitJob} returned
 * @param options - signal and events
 * @returns the same report as `runJob`
 * @throws {GatecastError} the error that ended the run; `ABORT_ERR` if the run was cancelled, or if the signal was aborted,
 * which leaves the run as it is; `ERR_QUEUE` if the queue has no such run
 * @example
 * const { summary } = await watchRun('redis://localhost', run, { onEvent: console.log })
 */
export async function watchRun(queue: string | undefined, run: string, options: RunOptions = {}): Promise<RunReport> {
  const { signal, onEvent = () => {} } = options
  const engine = await engineAt(queue)
  return withQueues(engine, async (queues) => {
    const events = new RunEvents(onEvent)
    let known: RunData | undefined
    let isAway = false
    let parts = 0
    while (true) {
      checkSignal(signal)
      const found = await orAborted(lookAt(queues, run), signal)
      if ('away' in found) {
        if (!isAway) onEvent({ type: 'note', text: `the queue at ${engine.label} does not answer: ${found.away}` })
      } else if (found.run) {
        known = found.run.data
        parts = found.run.status.parts.total
        events.emit(found.run, found.logs)
        if (isOver(found.run.status.state)) return outcome(found.run)
      } else {
        if (!known) throw noSuchRun(run)
        onEvent({ type: 'note', text: `the queue has lost the run ${run}: it is submitted again` })
        // If that fails, the next look finds no run, and it is tried again.
        await orAborted(
          startRun(queues, known).catch(() => {}),
          signal,
        )
      }
      isAway = 'away' in found
      await sleep(intervalFor(parts), undefined, { signal }).catch(() => {})
    }
  })
}

type Look = { run: FoundRun | undefined; logs: StepLogs } | { away: string }

async function lookAt(queues: Queues, id: string): Promise<Look> {
  try {
    const run = await findRun(queues, id)
    return { run, logs: run ? await logsOf(queues.runs, run) : new Map() }
  } catch (error) {
    return { away: reasonOf(error) }
  }
}

/** Commands to a queue that does not answer wait without an end, so the signal has to stop the waiting. */
function orAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work
  return new Promise((resolve, reject) => {
    const abort = () => reject(new AbortError(signal.reason))
    signal.addEventListener('abort', abort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}

function outcome({ status, collect }: FoundRun): RunReport {
  if (status.state === 'done') return collect?.returnvalue
  if (status.state === 'cancelled') throw new AbortError(`the run ${status.run} was cancelled`)
  throw fromFailure(status.reason ?? 'the run failed')
}

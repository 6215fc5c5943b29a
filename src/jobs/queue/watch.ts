import { setTimeout as sleep } from 'node:timers/promises'
import { checkSignal } from '../../base/abort.ts'
import { AbortError, GatecastError } from '../../base/error.ts'
import type { RunOptions } from '../events.ts'
import type { RunReport } from '../run/run_job.ts'
import { type Notes, notesOf, Teller } from './run_events.ts'
import { engineAt, type Queues, reasonOf, withQueues } from './store/connection.ts'
import { fromFailure } from './store/failure.ts'
import { type FoundRun, findRun, isOver } from './store/find_run.ts'
import type { RunData } from './store/run_data.ts'
import { startRun } from './submit.ts'

/** Milliseconds between two looks at the queue: the more there is to be read, the fewer. */
const intervalFor = (parts: number): number => 500 + parts

/**
 * Waits until a run is over, and says what becomes of it. A queue that is away is waited for; one that has come back
 * without its memory is given the job again.
 *
 * @param queue - address, such as `redis://localhost`
 * @param run - its id, which {@link submitJob} gave
 * @returns what `runJob` returns
 * @throws {GatecastError} the error that ended the run; `ABORT_ERR` if it was cancelled, or by the signal, which leaves the
 * run as it is; `ERR_QUEUE` if there is no such run
 * @example
 * const { summary } = await watchRun('redis://localhost', run, { onEvent: console.log })
 */
export async function watchRun(queue: string | undefined, run: string, options: RunOptions = {}): Promise<RunReport> {
  const { signal, onEvent = () => {} } = options
  const engine = await engineAt(queue)
  return withQueues(engine, async (queues) => {
    const teller = new Teller(onEvent)
    let known: RunData | undefined
    let isAway = false
    let parts = 0
    while (true) {
      checkSignal(signal)
      const found = await orAborted(lookAt(queues, run), signal)
      if ('away' in found) {
        if (!isAway) onEvent({ type: 'note', text: `the queue at ${engine.label} is away: ${found.away}` })
      } else if (found.run) {
        known = found.run.data
        parts = found.run.status.parts.total
        teller.tell(found.run, found.notes)
        if (isOver(found.run.status.state)) return outcome(found.run)
      } else {
        if (!known) throw noSuchRun(run)
        onEvent({ type: 'note', text: `the queue has lost the run ${run}: it is submitted again` })
        // If that fails, the next look finds no run again.
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

export const noSuchRun = (run: string): GatecastError =>
  new GatecastError('ERR_QUEUE', `Expected a run "${run}" in the queue, got none. gatecast status lists them`)

type Look = { run: FoundRun | undefined; notes: Notes } | { away: string }

async function lookAt(queues: Queues, id: string): Promise<Look> {
  try {
    const run = await findRun(queues, id)
    return { run, notes: run ? await notesOf(queues.runs, run) : new Map() }
  } catch (error) {
    return { away: reasonOf(error) }
  }
}

/** Commands to a queue that is away wait for it, perhaps for ever. */
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
  throw fromFailure(status.reason ?? 'it failed')
}

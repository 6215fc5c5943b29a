import { setTimeout as sleep } from 'node:timers/promises'
import type { Job, Queue } from 'bullmq'
import { AbortError, GatecastError } from '../../native/error.ts'
import { checkSignal } from '../../nn/abort.ts'
import type { JobEvent, RunOptions } from '../events.ts'
import type { RunReport } from '../run_job.ts'
import { engineAt, type Queues, reasonOf, withQueues } from './connection.ts'
import { fromFailure } from './failure.ts'
import type { PartResult, RunData } from './run_data.ts'
import { type FoundRun, findRun, isOver } from './run_state.ts'
import type { StepProgress } from './steps/report_progress.ts'
import { startRun } from './submit.ts'

/** Milliseconds between two looks at the queue. */
const interval = 500

/**
 * Waits until a run is over, and says what becomes of it. A queue that is away is waited for; one that has come back
 * without its memory is given the job again.
 *
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
    while (true) {
      checkSignal(signal)
      const look = lookAt(queues, run).catch((error) => {
        onEvent({ type: 'note', text: `the queue at ${engine.label} is away: ${reasonOf(error)}` })
        return 'away' as const
      })
      const found = await orAborted(look, signal)
      if (found === undefined) {
        if (!known) throw noSuchRun(run)
        onEvent({ type: 'note', text: `the queue has lost the run ${run}: it is submitted again` })
        await orAborted(startRun(queues, known), signal).catch((error) => checkRetry(error))
      } else if (found !== 'away') {
        known = found.data
        await teller.tell(queues, found)
        if (isOver(found.status.state)) return outcome(found)
      }
      await sleep(interval, undefined, { signal }).catch(() => {})
    }
  })
}

export const noSuchRun = (run: string): GatecastError =>
  new GatecastError('ERR_QUEUE', `Expected a run "${run}" in the queue, got none. gatecast status lists them`)

const lookAt = (queues: Queues, run: string): Promise<FoundRun | undefined> => findRun(queues, run)

/** What goes wrong with the queue is tried again at the next look. */
function checkRetry(error: unknown): void {
  if (error instanceof AbortError) throw error
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

/** Says each thing once, as the embedded run would. */
class Teller {
  private generation = ''
  private stage = ''
  private progress = ''
  private readonly logged = new Map<string, number>()
  private readonly parts = new Set<number>()
  private readonly workers: string[] = []

  private readonly onEvent: (event: JobEvent) => void

  constructor(onEvent: (event: JobEvent) => void) {
    this.onEvent = onEvent
  }

  async tell({ runs }: Queues, { data, record, train, collect, results, status }: FoundRun): Promise<void> {
    if (data.generation !== this.generation) {
      this.generation = data.generation
      this.parts.clear()
      this.logged.clear()
    }
    const at = status.state === 'training' ? train : status.state === 'preparing' ? record : collect
    for (const result of results) this.tellPart(result)
    const { done, total } = status.series
    if (collect && total > 0) this.tellProgress({ stage: 'forecast', done, total, unit: 'series' })
    if (typeof at?.progress === 'object') this.tellProgress(at.progress as StepProgress)
    for (const step of [train, record, collect]) await this.tellLog(runs, step)
  }

  private async tellLog(runs: Queue, step: Job | undefined): Promise<void> {
    if (!step?.id) return
    const said = this.logged.get(step.id) ?? 0
    const { logs } = await runs.getJobLogs(step.id, said)
    this.logged.set(step.id, said + logs.length)
    for (const text of logs) this.onEvent({ type: 'note', text })
  }

  private tellPart(result: PartResult): void {
    if (this.parts.has(result.part)) return
    this.parts.add(result.part)
    if (!this.workers.includes(result.worker)) this.workers.push(result.worker)
    const { part, series, rows, seconds } = result
    for (const bad of result.bad) this.onEvent({ type: 'bad', ...bad })
    this.onEvent({ type: 'part', part, series, rows, seconds, worker: this.workers.indexOf(result.worker) })
  }

  private tellProgress({ stage, done, total, unit }: StepProgress): void {
    if (stage !== this.stage) this.onEvent({ type: 'stage', stage })
    this.stage = stage
    const said = `${stage} ${done} ${total}`
    if (done === undefined || total === undefined || unit === undefined || said === this.progress) return
    this.progress = said
    this.onEvent({ type: 'progress', stage, done, total, unit })
  }
}

import type { Job, JobState } from 'bullmq'
import { defined } from '../../../base/defined.ts'
import { GatecastError } from '../../../base/error.ts'
import type { Queues } from './connection.ts'
import { type CollectData, idsOf, type PartResult, type RunData } from './run_data.ts'

/** The state of a run. A run that is `done`, `failed` or `cancelled` is over. */
export type RunState =
  | 'waiting'
  | 'training'
  | 'preparing'
  | 'forecasting'
  | 'collecting'
  | 'done'
  | 'failed'
  | 'cancelled'

/** The state and the progress of a run of a queue. */
export interface RunStatus {
  /** The id of the run. */
  run: string
  /** The step that is at work, or how the run ended. */
  state: RunState
  /** The path of the run's output. */
  out: string
  /** Counts of the parts that this run makes, without parts of earlier runs; all 0 until the source was surveyed. */
  parts: { total: number; done: number; failed: number; active: number }
  /** Counts of the series in these parts. */
  series: { total: number; done: number; failed: number }
  /** Code and message of the error, if the run failed. */
  reason?: string
  /** Time of the submission in milliseconds since 1970. */
  submitted: number
  /** Time of the end of the run in milliseconds since 1970; absent until the run is over. */
  finished?: number
}

/**
 * A run, with the BullMQ jobs of its steps.
 *
 * @internal
 */
export interface FoundRun {
  readonly data: RunData
  readonly status: RunStatus
  readonly record: Job<RunData>
  readonly train: Job | undefined
  readonly collect: Job<CollectData> | undefined
  /** Results of the parts that are done. */
  readonly results: readonly PartResult[]
}

export const noSuchRun = (run: string): GatecastError =>
  new GatecastError('ERR_QUEUE', `Expected a run "${run}" in the queue, got none. gatecast status lists the runs`)

export const isOver = (state: RunState): boolean => state === 'done' || state === 'failed' || state === 'cancelled'

/**
 * Looks a run up; `undefined` if the queue has no such run.
 *
 * @internal
 */
export async function findRun({ runs, parts }: Queues, run: string): Promise<FoundRun | undefined> {
  const first: Job<RunData> | undefined = await runs.getJob(run)
  if (!first) return undefined
  const { data } = first
  const ids = idsOf(data)
  const collectFirst: Job<CollectData> | undefined = await runs.getJob(ids.collect)
  const [recordState, collectState] = await Promise.all([first.getState(), collectFirst?.getState()])
  const state = stateOf(data, recordState, collectState)
  const train: Job | undefined = await runs.getJob(ids.train)
  // If the run is over, reads its steps again: a step may have ended after the first read, which then lacks its result.
  const record = (isOver(state) && (await runs.getJob(run))) || first
  const collect = (isOver(state) && (await runs.getJob(ids.collect))) || collectFirst
  const { processed = {}, ignored = {}, unprocessed = [] } = (await collect?.getDependencies()) ?? {}
  const results = Object.values(processed) as PartResult[]
  const done = results.length
  const failed = Object.keys(ignored).length
  const active = await parts.getActive()
  const sum = (of: (result: PartResult) => number) => results.reduce((total, result) => total + of(result), 0)
  const last = collect ?? record
  const reason = collect?.failedReason ?? record.failedReason
  return {
    ...{ data, record, train, collect, results },
    status: {
      ...{ run, state, out: data.out },
      parts: {
        ...{ total: done + failed + unprocessed.length, done, failed },
        active: active.filter((part) => part.data.run === run && part.data.generation === data.generation).length,
      },
      series: {
        total: collect?.data.series ?? 0,
        done: sum(({ series }) => series),
        failed: sum((part) => part.failed),
      },
      ...defined({ reason: state === 'failed' && reason ? reason : undefined }),
      submitted: data.submitted,
      ...defined({ finished: isOver(state) ? last.finishedOn : undefined }),
    },
  }
}

function stateOf(data: RunData, record: JobState | 'unknown', collect: JobState | 'unknown' | undefined): RunState {
  if (collect === 'completed') return 'done'
  if (data.isCancelled) return 'cancelled'
  if (record === 'failed' || collect === 'failed') return 'failed'
  if (collect === 'waiting-children') return 'forecasting'
  if (collect) return 'collecting'
  if (record === 'waiting-children') return 'training'
  return record === 'active' || record === 'completed' ? 'preparing' : 'waiting'
}

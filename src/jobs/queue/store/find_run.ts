import type { Job, JobState } from 'bullmq'
import type { Queues } from './connection.ts'
import { type CollectData, idsOf, type PartResult, type RunData } from './run_data.ts'

/** What a run is at; the last three are its ends. */
export type RunState =
  | 'waiting'
  | 'training'
  | 'preparing'
  | 'forecasting'
  | 'collecting'
  | 'done'
  | 'failed'
  | 'cancelled'

/** How far a run on a queue is. */
export interface RunStatus {
  /** Its id. */
  run: string
  /** What it is at. */
  state: RunState
  /** Its output. */
  out: string
  /** Of this run; those that were there before are not counted. None until the source was surveyed. */
  parts: { total: number; done: number; failed: number; active: number }
  /** Series of these parts. */
  series: { total: number; done: number; failed: number }
  /** Why it failed, with the code of the error. */
  reason?: string
  /** Milliseconds since 1970. */
  submitted: number
  /** Milliseconds since 1970; absent while it runs. */
  finished?: number
}

/**
 * A run as the queue has it.
 *
 * @internal
 */
export interface FoundRun {
  readonly data: RunData
  readonly status: RunStatus
  readonly record: Job<RunData>
  readonly train: Job | undefined
  readonly collect: Job<CollectData> | undefined
  /** Of the parts that are done. */
  readonly results: readonly PartResult[]
}

export const isOver = (state: RunState): boolean => state === 'done' || state === 'failed' || state === 'cancelled'

/**
 * `undefined` if the queue knows no such run.
 *
 * @internal
 */
export async function findRun({ runs, parts }: Queues, run: string): Promise<FoundRun | undefined> {
  const record: Job<RunData> | undefined = await runs.getJob(run)
  if (!record) return undefined
  const { data } = record
  const ids = idsOf(data)
  const [train, collect, recordState]: [Job | undefined, Job<CollectData> | undefined, JobState | 'unknown'] =
    await Promise.all([runs.getJob(ids.train), runs.getJob(ids.collect), record.getState()])
  const collectState = await collect?.getState()
  const { processed = {}, ignored = {}, unprocessed = [] } = (await collect?.getDependencies()) ?? {}
  const results = Object.values(processed) as PartResult[]
  const done = results.length
  const failed = Object.keys(ignored).length
  const active = await parts.getActive()
  const sum = (of: (result: PartResult) => number) => results.reduce((total, result) => total + of(result), 0)
  const state = stateOf(data, recordState, collectState)
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
      ...(state === 'failed' && reason && { reason }),
      submitted: data.submitted,
      ...(isOver(state) && last.finishedOn && { finished: last.finishedOn }),
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

// What stands in the queue: jobs of BullMQ, their names, ids and data. Nothing in here has the address of the queue.

import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import type { JobsOptions } from 'bullmq'
import type { JobDraft } from '../../job/job.ts'
import type { BadSeries } from '../../output/manifest.ts'

/** A job with an output, and all of its paths absolute. */
export type QueuedJob = JobDraft & { out: string }

/** Of the job `prepare`, which also is the record of its run. */
export interface RunData {
  run: string
  /** Of each submission another: what is left of an earlier one is never taken for a part of this. */
  generation: string
  out: string
  /** A {@link QueuedJob} as text: PostgreSQL would sort its keys, and the keys of parts depend on their order. */
  job: string
  force: boolean
  keep: Keep
  submitted: number
  isCancelled?: true
}

export type TrainData = Pick<RunData, 'run' | 'generation' | 'job' | 'force'>

export interface CollectData {
  run: string
  generation: string
  out: string
  format?: 'csv' | 'parquet'
  report?: string
  /** The file of the model. */
  model: string
  /** Equal keys mean equal outputs: see `planKey`. */
  key: string
  /** Series in the parts that are to be made. */
  series: number
  submitted: number
}

export interface PartData {
  run: string
  generation: string
  out: string
  format?: 'csv' | 'parquet'
  part: number
  series: number
  from: string
  to: string
}

/** What a part says when it is done. */
export interface PartResult {
  part: number
  series: number
  rows: number
  seconds: number
  failed: number
  /** The first of those that the model could not forecast. */
  bad: BadSeries[]
  worker: string
  /** The most that the process has held, in bytes. */
  memory: number
}

/** How long finished jobs stay in the queue for those who look: at most so many, for so many seconds. */
export interface Keep {
  /** Seconds. */
  age: number
  /** Jobs. */
  count: number
}

const day = 24 * 60 * 60
export const defaultKeep: Keep = { age: 7 * day, count: 50_000 }

/** The same for the same output: one place has one run at a time. */
export function runId(out: string): string {
  const name = basename(out)
    .replace(/[^A-Za-z0-9_-]+/g, '-')
    .slice(0, 40)
  return `${name}-${createHash('sha256').update(out).digest('hex').slice(0, 8)}`
}

export const jobIn = ({ job }: { job: string }): QueuedJob => JSON.parse(job)

export const idsOf = ({ run, generation }: { run: string; generation: string }) => ({
  record: run,
  train: `${run}.${generation}.train`,
  collect: `${run}.${generation}.collect`,
  part: (index: number) => `${run}.${generation}.part-${index}`,
})

/**
 * For what is the machine's fault; what is the job's fault is not tried again.
 *
 * @internal
 */
export const optionsOf = (jobId: string, keep: Keep): JobsOptions => ({
  jobId,
  attempts: 5,
  backoff: { type: 'exponential', delay: 1000, jitter: 0.5 },
  keepLogs: 200,
  removeOnComplete: keep,
  // Somebody has to see them.
  removeOnFail: { age: 4 * keep.age, count: keep.count },
})

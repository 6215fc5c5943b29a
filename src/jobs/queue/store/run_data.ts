// The jobs of BullMQ that make up a run: their ids, options and data. None of them holds the address of the queue.

import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import type { JobsOptions } from 'bullmq'
import type { OutputFormatName } from '../../../files/index.ts'
import type { Stage } from '../../events.ts'
import type { CompleteJob, JobDraft } from '../../job/job.ts'
import type { BadSeries } from '../../output/manifest.ts'

/** A job with an output, and with absolute paths. */
export type QueuedJob = JobDraft & { out: string }

/** The job after the step `train`. */
export type TrainedJob = CompleteJob & { model: { path: string } }

/** Data of the step `prepare`, which is also the record of its run. */
export interface RunData {
  run: string
  /** New for each submission, so that steps of an earlier submission are never taken for steps of this one. */
  generation: string
  out: string
  /** A {@link QueuedJob} as text: PostgreSQL sorts the keys of an object, and the keys of parts depend on their order. */
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
  format?: OutputFormatName
  report?: string
  /** The file of the model. */
  model: string
  /** Equal keys mean equal outputs: see `outputKey`. */
  key: string
  /** Series of the parts that this run makes. */
  series: number
  submitted: number
}

export interface PartData {
  run: string
  generation: string
  out: string
  format?: OutputFormatName
  part: number
  series: number
  from: string
  to: string
}

/** The result of the step `part`. */
export interface PartResult {
  part: number
  series: number
  rows: number
  seconds: number
  failed: number
  /** The first series that the model could not forecast. */
  bad: BadSeries[]
  worker: string
  /** Largest memory of the process, in bytes. */
  memory: number
}

/** The progress of a step, which boards show and `watchRun` reads. */
export interface StepProgress {
  stage: Stage
  done?: number
  total?: number
  unit?: string
}

/** How long finished jobs stay in the queue. */
export interface Keep {
  /** Longest time in seconds. */
  age: number
  /** Largest number of jobs. */
  count: number
}

const day = 24 * 60 * 60
export const defaultKeep: Keep = { age: 7 * day, count: 50_000 }

/** The id of a run depends only on the path of its output, so that an output has one run at a time. */
export function runId(path: string): string {
  const out = path.replace(/(?<=.)[\\/]+$/, '')
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
 * Options of a step. It is tried five times if a machine is to blame for its failure, else once.
 *
 * @internal
 */
export const optionsOf = (jobId: string, keep: Keep): JobsOptions => ({
  jobId,
  attempts: 5,
  backoff: { type: 'exponential', delay: 1000, jitter: 0.5 },
  keepLogs: 200,
  removeOnComplete: keep,
  // Four times as long, because people have to find out what failed.
  removeOnFail: { age: 4 * keep.age, count: keep.count },
})

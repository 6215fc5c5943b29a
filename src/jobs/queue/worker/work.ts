import { availableParallelism, hostname } from 'node:os'
import type { Worker } from 'bullmq'
import type { Logger } from 'pino'
import { checkSignal } from '../../../base/abort.ts'
import {
  type Engine,
  engineAt,
  fullAddress,
  partsName,
  type Queues,
  reasonOf,
  runsName,
  withQueues,
} from '../store/connection.ts'
import { isFinal } from '../store/failure.ts'
import { idsOf, type PartResult } from '../store/run_data.ts'
import { CancelWatch } from './cancel_watch.ts'
import { serveMetrics, type WorkerMetrics } from './metrics.ts'
import { calmReports } from './report_in_order.ts'

/** How much a worker takes on, and whom it tells. */
export interface WorkOptions {
  /** Parts at once, each in a process of its own; default: one for each processor. */
  concurrency?: number
  /** Parts begun in a second, by all workers of the queue together: give the same to all of them. */
  rate?: number
  /** Where metrics for Prometheus are served: a port of 127.0.0.1, or an address such as `0.0.0.0:9464`. */
  metrics?: number | string
  /** Ends the work when the parts that are begun are done. */
  signal?: AbortSignal
  /** What it does is logged there; default: nowhere. */
  log?: Logger
  /** Seconds after which the jobs of a worker that says nothing are given to others; default 30. */
  lostAfter?: number
}

/** What a worker did until it was stopped. */
export interface WorkReport {
  /** Parts that it made. */
  parts: number
  /** Series of these parts. */
  series: number
  /** Steps that failed, also those that went well when they were tried again. */
  failures: number
}

/** A lost worker does not count against a job: it is the machine that was at fault, each time. */
const maxStalled = 1000

/** Milliseconds before the same trouble with the queue is logged again. */
const quiet = 10_000

/**
 * Takes jobs from a queue until the signal is aborted. Any number of processes on any number of machines may do so, if all
 * of them see the same storage at the same place.
 *
 * @param queue - address, such as `redis://localhost`
 * @throws {GatecastError} `ERR_QUEUE` if the queue does not answer at the start; later it is waited for
 * @example
 * await work('redis://queue:6379', { metrics: 9464, signal: AbortSignal.timeout(3600_000) })
 */
export async function work(queue?: string, options: WorkOptions = {}): Promise<WorkReport> {
  const { signal, log } = options
  checkSignal(signal)
  const engine = await engineAt(queue)
  return withQueues(engine, async (queues) => {
    const metrics = options.metrics === undefined ? undefined : await serveMetrics(options.metrics)
    const report: WorkReport = { parts: 0, series: 0, failures: 0 }
    const workers = startWorkers(engine, queue, options)
    const cancels = new CancelWatch(queues)
    process.on('unhandledRejection', ignoreLostChild)
    try {
      for (const worker of workers) {
        follow(worker, queues, { report, log, metrics: metrics?.metrics })
        cancels.follow(worker)
      }
      log?.info({ queue: engine.label, ...settingsOf(options), metrics: metrics?.address }, 'worker started')
      await ended(signal)
      log?.info('worker ends when its parts are done')
      await Promise.all(workers.map((worker) => worker.close()))
    } finally {
      process.off('unhandledRejection', ignoreLostChild)
      cancels.stop()
      await metrics?.close()
    }
    log?.info(report, 'worker ended')
    return report
  })
}

/** Of a child that dies while it is given a job, BullMQ hears the end, and tries again, but not that it was given nothing. */
function ignoreLostChild(error: unknown): void {
  const { code } = error as NodeJS.ErrnoException
  if (code !== 'ERR_IPC_CHANNEL_CLOSED' && code !== 'EPIPE') throw error
}

const settingsOf = ({ concurrency = availableParallelism(), lostAfter = 30, rate }: WorkOptions) => ({
  ...{ concurrency, lostAfter },
  ...(rate !== undefined && { rate }),
})

/** One for parts, and one for what a run begins and ends with. */
function startWorkers({ classes, connection }: Engine, queue: string | undefined, options: WorkOptions): Worker[] {
  const { concurrency, lostAfter, rate } = settingsOf(options)
  const script = new URL('./processor.js', import.meta.url)
  const threads = Math.max(1, Math.floor(availableParallelism() / concurrency))
  const common = {
    connection,
    name: `${hostname()}-${process.pid}`,
    lockDuration: 1000 * lostAfter,
    stalledInterval: 1000 * lostAfter,
    maxStalledCount: maxStalled,
    runRetryDelay: 1000,
    workerForkOptions: {
      // Without the flags of this process: with --input-type, say, no file can run.
      execArgv: [],
      // Standard output belongs to whoever started the worker.
      stdio: ['ignore', 2, 2, 'ipc'] as ['ignore', 2, 2, 'ipc'],
      env: { ...process.env, GATECAST_QUEUE: fullAddress(queue), GATECAST_THREADS: `${threads}` },
    },
  }
  const limiter =
    rate === undefined ? undefined : rate >= 1 ? { max: rate, duration: 1000 } : { max: 1, duration: 1000 / rate }
  return [
    new classes.Worker(partsName, script, { ...common, concurrency, ...(limiter && { limiter }) }),
    new classes.Worker(runsName, script, { ...common, concurrency: 1 }),
  ] as unknown as Worker[]
}

interface Following {
  report: WorkReport
  log: Logger | undefined
  metrics: WorkerMetrics | undefined
}

/** Counts and logs what a worker does. */
function follow(worker: Worker, { runs }: Queues, { report, log, metrics }: Following): void {
  const about = (job: { id?: string | undefined; name: string; data: { run: string } }) => ({
    run: job.data.run,
    step: job.name,
    job: job.id,
  })
  worker.on('active', (job) => {
    calmReports(job)
    log?.debug(about(job), 'began')
    if (job.name === 'part') metrics?.began()
  })
  worker.on('completed', (job, result) => {
    if (job.name !== 'part') return log?.info(about(job), 'done')
    const { part, series, rows, seconds, failed } = result as PartResult
    report.parts++
    report.series += series
    metrics?.done(result as PartResult)
    log?.info({ ...about(job), part, series, rows, seconds, failed }, 'done')
  })
  worker.on('failed', (job, error) => {
    report.failures++
    metrics?.failed(job?.name ?? 'lost', job?.name === 'part')
    const tries = job && { tries: job.attemptsMade }
    log?.error({ ...(job && about(job)), ...tries, reason: error.message, isFinal: isFinal(error) }, 'failed')
    // What is wrong with the job is wrong with its other parts too, or is to stop it: they need not be tried.
    if (job?.name === 'part' && isFinal(error)) void stopParts(job.data).catch(() => {})
  })
  const stopParts = async (data: { run: string; generation: string }) =>
    (await runs.getJob(idsOf(data).collect))?.removeUnprocessedChildren()
  worker.on('stalled', (job) => log?.warn({ job }, 'its worker is lost: given to another'))
  // Someone else has the job: what this worker makes of it would be made twice.
  worker.on('lockRenewalFailed', (jobs: string[]) => {
    for (const job of jobs) worker.cancelJob(job, 'another worker has it')
  })
  let last = { reason: '', at: 0 }
  worker.on('error', (error) => {
    const reason = reasonOf(error)
    // A queue that is away is asked many times in a second.
    if (reason === last.reason && Date.now() - last.at < quiet) return
    last = { reason, at: Date.now() }
    log?.warn({ reason }, 'queue')
  })
}

const ended = (signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve) => {
    if (signal?.aborted) resolve()
    signal?.addEventListener('abort', () => resolve(), { once: true })
  })

import { hostname } from 'node:os'
import type { Worker } from 'bullmq'
import type { Logger } from 'pino'
import { checkSignal } from '../../../base/abort.ts'
import { defined } from '../../../base/defined.ts'
import { processors } from '../../../base/resources/processors.ts'
import { type Engine, engineAt, fullAddress, partsName, runsName, withQueues } from '../store/connection.ts'
import { CancelWatch } from './cancel_watch.ts'
import { followWorker } from './follow_worker.ts'
import { serveMetrics } from './prometheus.ts'
import type { WorkReport } from './work_report.ts'

/** Options of a worker. */
export interface WorkOptions {
  /** Number of parts at the same time, each in its own process; default: one per processor. */
  concurrency?: number
  /** Largest number of parts that all workers of the queue start per second. Give the same number to all of them. */
  rate?: number
  /** The place of the metrics for Prometheus: a port of 127.0.0.1, or an address, for example `0.0.0.0:9464`. */
  metrics?: number | string
  /** Ends the worker after the parts that it has started. */
  signal?: AbortSignal
  /** The log; default: none. */
  log?: Logger
  /** Seconds without a sign of life after which the steps of a worker are given to other workers; default 30. */
  lostAfter?: number
}

/** A step fails after it has lost its worker this often. The number is large: a lost worker is not the job's fault. */
const maxStalled = 1000

/**
 * Takes steps of jobs from a queue until the signal is aborted. Any number of processes on any number of machines may do so,
 * if all of them mount the same storage at the same path.
 *
 * @param queue - address, for example `redis://localhost`; default: that of GATECAST_QUEUE
 * @param options - concurrency, rate, metrics, signal and log
 * @returns counts of the work that the worker has done
 * @throws {GatecastError} `ERR_QUEUE` if the queue does not answer at the start; later the worker waits for it
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
        followWorker(worker, queues, { report, log, metrics: metrics?.metrics })
        cancels.follow(worker)
      }
      log?.info({ queue: engine.label, ...settingsOf(options), metrics: metrics?.address }, 'worker started')
      await aborted(signal)
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

/** If a child process dies while BullMQ sends it a job, BullMQ tries again, but leaves the rejection of the send unhandled. */
function ignoreLostChild(error: unknown): void {
  const { code } = error as NodeJS.ErrnoException
  if (code !== 'ERR_IPC_CHANNEL_CLOSED' && code !== 'EPIPE') throw error
}

const settingsOf = ({ concurrency = processors(), lostAfter = 30, rate }: WorkOptions) => ({
  ...{ concurrency, lostAfter },
  ...defined({ rate }),
})

/** One worker for parts, and one for the steps that a run has once. */
function startWorkers({ classes, connection }: Engine, queue: string | undefined, options: WorkOptions): Worker[] {
  const { concurrency, lostAfter, rate } = settingsOf(options)
  const script = new URL('./processor.js', import.meta.url)
  const threads = Math.max(1, Math.floor(processors() / concurrency))
  const common = {
    connection,
    name: `${hostname()}-${process.pid}`,
    lockDuration: 1000 * lostAfter,
    stalledInterval: 1000 * lostAfter,
    maxStalledCount: maxStalled,
    runRetryDelay: 1000,
    workerForkOptions: {
      // The child gets no flags of this process: with --input-type, for example, Node refuses to run a file.
      execArgv: [],
      // Standard output is for the result of the command that started the worker.
      stdio: ['ignore', 2, 2, 'ipc'] as ['ignore', 2, 2, 'ipc'],
      env: { ...process.env, GATECAST_QUEUE: fullAddress(queue), GATECAST_THREADS: `${threads}` },
    },
  }
  const limiter = rate === undefined ? undefined : limiterFor(rate)
  return [
    new classes.Worker(partsName, script, { ...common, concurrency, ...defined({ limiter }) }),
    new classes.Worker(runsName, script, { ...common, concurrency: 1 }),
  ] as unknown as Worker[]
}

/** BullMQ counts whole jobs, so a rate below 1 is one job in a longer time. */
const limiterFor = (rate: number) => (rate >= 1 ? { max: rate, duration: 1000 } : { max: 1, duration: 1000 / rate })

const aborted = (signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve) => {
    if (signal?.aborted) resolve()
    signal?.addEventListener('abort', () => resolve(), { once: true })
  })

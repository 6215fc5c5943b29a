import type { Worker } from 'bullmq'
import type { Logger } from 'pino'
import { type Queues, reasonOf } from '../store/connection.ts'
import { isFinal } from '../store/failure.ts'
import { idsOf, type PartResult } from '../store/run_data.ts'
import type { WorkerMetrics } from './prometheus.ts'
import { reportInOrder } from './report_in_order.ts'
import type { WorkReport } from './work_report.ts'

interface Following {
  report: WorkReport
  log: Logger | undefined
  metrics: WorkerMetrics | undefined
}

/** Milliseconds before the same error of the queue is logged again. */
const quiet = 10_000

/** Counts and logs what a worker does. */
export function followWorker(worker: Worker, { runs }: Queues, { report, log, metrics }: Following): void {
  const about = (job: { id?: string | undefined; name: string; data: { run: string } }) => ({
    run: job.data.run,
    step: job.name,
    job: job.id,
  })
  worker.on('active', (job) => {
    reportInOrder(job)
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
    // The run stops: an error of the job would occur in all other parts too, and a strict job stops at the first error.
    if (job?.name === 'part' && isFinal(error)) void stopParts(job.data).catch(() => {})
  })
  const stopParts = async (data: { run: string; generation: string }) =>
    (await runs.getJob(idsOf(data).collect))?.removeUnprocessedChildren()
  worker.on('stalled', (job) => log?.warn({ job }, 'its worker is lost: another worker gets it'))
  // Another worker has taken over the job, so this worker stops: else both would make the same result.
  worker.on('lockRenewalFailed', (jobs: string[]) => {
    for (const job of jobs) worker.cancelJob(job, 'another worker has it')
  })
  let last = { reason: '', at: 0 }
  worker.on('error', (error) => {
    const reason = reasonOf(error)
    // BullMQ tries to connect many times in a second.
    if (reason === last.reason && Date.now() - last.at < quiet) return
    last = { reason, at: Date.now() }
    log?.warn({ reason }, 'queue')
  })
}

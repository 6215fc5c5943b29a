import type { JobDraft } from '../job/job.ts'
import type { RunReport } from '../output/run_report.ts'
import type { ForecastOptions } from '../parts/plan_forecast.ts'
import { submitJob } from './submit.ts'
import { watchRun } from './watch.ts'

/**
 * Submits a job to its queue and waits until workers have made it. The output has the same bytes as without a queue. The
 * signal stops only the waiting and leaves the run in the queue; {@link cancelRun} ends the run.
 *
 * @param job - a job with an output; `queue` is the address of the queue
 * @param options - signal, events and force
 * @throws {GatecastError} the errors of {@link submitJob} and {@link watchRun}
 * @example
 * const { summary } = await forecastByQueue(await readJob('job.yaml'), { onEvent: console.log })
 */
export async function forecastByQueue(job: JobDraft, options: ForecastOptions = {}): Promise<RunReport> {
  const { force, ...run } = options
  const id = await submitJob(job, { force: force ?? false })
  run.onEvent?.({ type: 'note', text: `run: ${id}` })
  return watchRun(job.queue, id, run)
}

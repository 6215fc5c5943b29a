import type { JobDraft } from '../job/job.ts'
import type { ForecastOptions } from '../run/forecast_files.ts'
import type { RunReport } from '../run/run_job.ts'
import { submitJob } from './submit.ts'
import { watchRun } from './watch.ts'

/**
 * Does all of a job by the workers of its queue, and waits for them: the bytes of the output are those of an embedded run.
 * Stopped by its signal, it leaves the run in the queue: {@link cancelRun} ends that.
 *
 * @param job - with an output; `queue` is its address
 * @throws {GatecastError} as {@link submitJob} and {@link watchRun}
 * @example
 * const { summary } = await forecastByQueue(await readJob('job.yaml'), { onEvent: console.log })
 */
export async function forecastByQueue(job: JobDraft, options: ForecastOptions = {}): Promise<RunReport> {
  const { force, ...run } = options
  const id = await submitJob(job, { force: force ?? false })
  run.onEvent?.({ type: 'note', text: `run: ${id}` })
  return watchRun(job.queue, id, run)
}

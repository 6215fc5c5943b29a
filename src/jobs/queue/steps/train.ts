import type { SandboxedJob } from 'bullmq'
import type { RunOptions } from '../../events.ts'
import type { Job } from '../../job.ts'
import { settleJob } from '../../run_job.ts'
import type { TrainData } from '../run_data.ts'

/** Trains the model of a job. Returns the job with the file of the model, and with nothing left open. */
export async function train({ data }: SandboxedJob<TrainData>, run: RunOptions): Promise<Job> {
  return settleJob(data.job, { ...run, force: data.force })
}

import type { SandboxedJob } from 'bullmq'
import type { RunOptions } from '../../events.ts'
import { settleJob } from '../../run/run_job.ts'
import { jobIn, type TrainData } from '../store/run_data.ts'

/** Trains the model of a job. Returns the job with the file of the model, and with nothing left open, as text. */
export async function train({ data }: SandboxedJob<TrainData>, run: RunOptions): Promise<string> {
  return JSON.stringify(await settleJob(jobIn(data), { ...run, force: data.force }))
}

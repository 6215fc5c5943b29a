import type { SandboxedJob } from 'bullmq'
import { claimStep } from '../../claim/claim_run.ts'
import type { RunOptions } from '../../events.ts'
import { ensureModel } from '../../model/ensure_model.ts'
import { settle } from '../../source/settle.ts'
import { jobIn, type TrainData, type TrainedJob } from '../store/run_data.ts'

/** Trains the model of a job. Returns the complete job with the file of the model, as the text of a {@link TrainedJob}. */
export async function train({ data }: SandboxedJob<TrainData>, run: RunOptions): Promise<string> {
  const draft = jobIn(data)
  await using claim = await claimStep(draft, data.run)
  await using settled = await settle(draft, run)
  const path = await ensureModel(settled, { out: draft.out, claim }, { ...run, force: data.force })
  return JSON.stringify({ ...settled.job, model: { path } } satisfies TrainedJob)
}

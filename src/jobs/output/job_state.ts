// The files that a job keeps beside its output for later runs and for the report: the job itself, the model that it trained,
// and the backtest of the model.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { outputPlace } from '../../files/write/output_place.ts'
import type { TriedModels } from '../../report/report_parts.ts'
import type { Claim } from '../claim/claim.ts'
import type { Job } from '../job/job.ts'

export interface StatePaths {
  readonly folder: string
  readonly job: string
  readonly model: string
  readonly backtest: string
}

/** Files in the output if that is a folder, else in a folder beside it. */
export function statePaths(out: string): StatePaths {
  const folder = outputPlace(out).kind === 'folder' ? out : `${out}.job`
  return {
    folder,
    job: join(folder, 'job.json'),
    model: join(folder, 'model.safetensors'),
    backtest: join(folder, 'backtest.json'),
  }
}

/** The content of `job.json`. */
export interface JobState {
  job: Job
  /** Hash of the data and options that the model was trained with; `null` if the job did not train it. */
  key: string | null
  model: { path: string; sha256: string }
  hasBacktest: boolean
  /** The models that were compared before one was chosen; absent if the job names its model. */
  tried?: TriedModels
}

export const writeState = (out: string, state: JobState, claim: Pick<Claim, 'write'>): Promise<void> =>
  claim.write(statePaths(out).job, Buffer.from(`${JSON.stringify(state, null, 1)}\n`))

/** `undefined` if there is no readable `job.json`. */
export async function readState(out: string): Promise<JobState | undefined> {
  try {
    const state = JSON.parse(await readFile(statePaths(out).job, 'utf8'))
    // A user may have a file of that name, for example the job itself.
    return typeof state?.job === 'object' && 'hasBacktest' in state ? state : undefined
  } catch {
    return undefined
  }
}

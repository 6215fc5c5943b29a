// What a job keeps beside its output, so that a later run and the report find it: the job itself, the model that was
// trained for it, and its backtest.

import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { writeAtomically } from '../../base/atomic_file.ts'
import type { Job } from '../job/job.ts'

export interface StatePaths {
  readonly folder: string
  readonly job: string
  readonly model: string
  readonly backtest: string
}

/** In the output if that is a folder, else in a folder beside it. */
export function statePaths(out: string): StatePaths {
  const isFile = ['.csv', '.parquet'].includes(extname(out).toLowerCase())
  const folder = isFile ? `${out}.job` : out
  return {
    folder,
    job: join(folder, 'job.json'),
    model: join(folder, 'model.safetensors'),
    backtest: join(folder, 'backtest.json'),
  }
}

/** What the report needs, and a later run looks for. */
export interface RunState {
  job: Job
  /** Of what the model was made from; `null` if it was there before the job. */
  key: string | null
  model: { path: string; sha256: string }
  hasBacktest: boolean
}

export const writeState = (out: string, state: RunState): Promise<void> =>
  writeAtomically(statePaths(out).job, [Buffer.from(`${JSON.stringify(state, null, 1)}\n`)])

/** `undefined` if there is none, or none that can be read. */
export async function readState(out: string): Promise<RunState | undefined> {
  try {
    return JSON.parse(await readFile(statePaths(out).job, 'utf8'))
  } catch {
    return undefined
  }
}

// What is settled once for all parts of a run. It lies beside the parts, for it may be large, and a queue is no place for
// files.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeAtomically } from '../../../base/atomic_file.ts'
import type { ReadyJob } from '../../job/job.ts'
import { outputPaths } from '../../output/paths.ts'
import type { ForecastSummary } from '../../output/summary.ts'
import type { Part } from '../../parts/part_keys.ts'
import type { PartInput } from '../../parts/plan_forecast.ts'

export interface QueuePlan {
  readonly job: ReadyJob
  readonly model: { readonly path: string; readonly id: string }
  readonly parts: readonly Part[]
  /** For the parts that are to be made, by their index. */
  readonly inputs: Readonly<Record<number, PartInput>>
  readonly kept: number
  /** Of an earlier run that made the same file, which is still there. */
  readonly finished?: ForecastSummary
}

interface Place {
  out: string
  format?: 'csv' | 'parquet' | undefined
  generation: string
}

export const isPlan = (name: string): boolean => /^queue-[0-9a-f]+\.json$/.test(name)

const pathOf = ({ out, format, generation }: Place): string =>
  join(outputPaths(out, format).folder, `queue-${generation}.json`)

export const writePlan = (place: Place, plan: QueuePlan): Promise<void> =>
  writeAtomically(pathOf(place), [Buffer.from(JSON.stringify(plan))])

/** `undefined` if there is none. */
export async function readPlan(place: Place): Promise<QueuePlan | undefined> {
  try {
    return JSON.parse(await readFile(pathOf(place), 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

// The plan of a run, as a file beside the parts: it may be large, and a queue is not made for large data.

import { readFile } from 'node:fs/promises'
import { writeAtomically } from '../../../base/atomic_file.ts'
import { makeFolder } from '../../../base/folders.ts'
import type { OutputFormatName } from '../../../files/index.ts'
import { markParts } from '../../claim/mark.ts'
import type { CompleteJob } from '../../job/job.ts'
import { outputPaths, queuePlanPath } from '../../output/paths.ts'
import type { ForecastSummary } from '../../output/summary.ts'
import type { Part } from '../../parts/part_keys.ts'
import type { PartInput } from '../../parts/plan_forecast.ts'

/** A `ForecastPlan` as JSON can hold it. */
export interface QueuePlan {
  readonly job: CompleteJob
  readonly model: { readonly path: string; readonly id: string }
  readonly parts: readonly Part[]
  /** The input of each part that this run makes, by the part's index. */
  readonly inputs: Readonly<Record<number, PartInput>>
  /** Number of parts that were done before. */
  readonly kept: number
  /** The summary of an earlier run that made the same file, if the file has not changed. */
  readonly finished?: ForecastSummary
}

interface Place {
  out: string
  format?: OutputFormatName | undefined
  generation: string
}

const pathOf = ({ out, format, generation }: Place): string => queuePlanPath(outputPaths(out, format), generation)

export async function writePlan(place: Place, plan: QueuePlan): Promise<void> {
  const paths = outputPaths(place.out, place.format)
  // A plan of which everything is made needs no folder for parts.
  await makeFolder(paths.folder)
  if (paths.file !== undefined) await markParts(paths.folder)
  await writeAtomically(pathOf(place), [Buffer.from(JSON.stringify(plan))])
}

/** `undefined` if there is no plan. */
export async function readPlan(place: Place): Promise<QueuePlan | undefined> {
  try {
    return JSON.parse(await readFile(pathOf(place), 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

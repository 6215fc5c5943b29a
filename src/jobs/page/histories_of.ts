// The histories that the page of a finished job shows before its forecasts.

import { GatecastError } from '../../base/error.ts'
import type { Tables } from '../../files/index.ts'
import { Inputs } from '../../files/input/inputs.ts'
import type { Panel } from '../../series/index.ts'
import { sourceIds } from '../columns/several_targets.ts'
import type { Job } from '../job/job.ts'
import { readGood } from '../source/read_good.ts'
import { readingOf } from '../source/reading.ts'

/** The histories of a page; without those that the source no longer has. */
export interface Histories {
  /** The histories of all series; absent if one of them cannot be read any more. */
  readonly panel?: Panel
  /** The series that a model can read, with their covariates. */
  readonly good?: Panel
}

/** @param ids - the series of the forecast */
export async function historiesOf(
  tables: Tables,
  job: Job,
  ids: readonly string[],
  inputs = new Inputs(),
): Promise<Histories> {
  // A pipe of an earlier run is over.
  if (!inputs.hasRead(job.source)) return {}
  const own = sourceIds(ids, job.columns)
  const { source } = job
  const good = await unlessGone(
    readGood({ tables, source, reading: readingOf(job) }, { ids: own }, async () => own, {}),
  )
  const hasAll = (panel: Panel) => ids.every((id) => panel.ids.includes(id))
  if (!good || hasAll(good)) return good ? { panel: good, good } : {}
  // A series with a fallback forecast is read as for that forecast.
  const { known, observed, static: fixed, categorical, future, ...target } = readingOf(job)
  const all = await unlessGone(tables.readPanel(source, { ...target, duplicates: 'last' }, { ids: own }))
  return all && hasAll(all) ? { panel: all, good } : { good }
}

async function unlessGone(panel: Promise<Panel>): Promise<Panel | undefined> {
  try {
    return await panel
  } catch (error) {
    if (error instanceof GatecastError) return undefined
    throw error
  }
}

import { rm } from 'node:fs/promises'
import { defined } from '../../base/defined.ts'
import { joinTables } from '../../files/index.ts'
import type { RunOptions } from '../events.ts'
import { findDone, type Manifest, removeStrays } from '../output/manifest.ts'
import { partPath, sourceFolder } from '../output/paths.ts'
import { type ForecastSummary, writeErrors, writeSummary } from '../output/summary.ts'
import { outputKey } from './part_keys.ts'
import type { ForecastPlan } from './plan_forecast.ts'

/**
 * Joins the parts of a plan and writes errors and summary, if all parts are done.
 *
 * @param kept - number of parts that were done before this run
 * @param seconds - gives the seconds since the run began
 * @returns the summary, or `undefined` if a part is missing
 */
export async function finishForecast(
  plan: Pick<ForecastPlan, 'paths' | 'parts' | 'done'> & { readonly model: { readonly id: string } },
  kept: number,
  seconds: () => number,
  onEvent: NonNullable<RunOptions['onEvent']>,
): Promise<ForecastSummary | undefined> {
  const { paths, model, parts } = plan
  const done = plan.done.size === parts.length ? plan.done : await findDone(paths, parts, model.id, () => {})
  if (done.size < parts.length) return undefined
  onEvent({ type: 'stage', stage: 'collect', subject: paths.file ?? paths.folder })
  for (const stray of await removeStrays(paths, parts.length))
    onEvent({ type: 'note', text: `"${stray}" belongs to no part of this job: it is removed` })
  const manifests = parts.map(({ index }) => done.get(index) as Manifest)
  const pieces = parts.map(({ index }) => partPath(paths, index))
  const joined = paths.file === undefined ? undefined : await joinTables(pieces, paths.file)
  await writeErrors(paths, manifests)
  const sum = (of: (manifest: Manifest) => number) => manifests.reduce((total, manifest) => total + of(manifest), 0)
  const summary: ForecastSummary = {
    modelId: model.id,
    parts: parts.length,
    partsKept: kept,
    series: sum((manifest) => manifest.series),
    rows: sum((manifest) => manifest.rows),
    failed: sum((manifest) => manifest.errors.length),
    fallbacks: sum((manifest) => manifest.errors.filter(({ fallback }) => fallback !== 'none').length),
    seconds: seconds(),
    key: outputKey(parts),
    ...defined({ sha256: joined?.sha256 }),
  }
  await writeSummary(paths, summary)
  await rm(sourceFolder(paths), { recursive: true, force: true })
  if (paths.file !== undefined) await rm(paths.folder, { recursive: true, force: true })
  return summary
}

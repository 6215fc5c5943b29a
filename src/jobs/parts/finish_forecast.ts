import { defined } from '../../base/defined.ts'
import { joinTables } from '../../files/index.ts'
import type { Claim } from '../claim/claim.ts'
import type { RunOptions } from '../events.ts'
import { findDone, type Manifest } from '../output/manifest.ts'
import { removeStrays, strayText } from '../output/part_files.ts'
import { partPath } from '../output/paths.ts'
import { removeParts, removeScratch } from '../output/remove_parts.ts'
import { type ForecastSummary, readSummary, writeErrors, writeSummary } from '../output/summary.ts'
import { outputKey } from './part_keys.ts'
import type { ForecastPlan } from './plan_forecast.ts'

type Parts = Pick<ForecastPlan, 'paths' | 'parts' | 'done'> & {
  readonly model: { readonly id: string }
  readonly job: Pick<ForecastPlan['job'], 'csvFormulas'>
}

/**
 * Joins the parts of a plan and writes errors and summary, if all parts are done.
 *
 * @param claim - the claim on the output
 * @param kept - number of parts that were done before this run
 * @param seconds - gives the seconds since the run began
 * @returns the summary, or `undefined` if a part is missing
 */
export async function finishForecast(
  plan: Parts,
  claim: Claim,
  kept: number,
  seconds: () => number,
  onEvent: NonNullable<RunOptions['onEvent']>,
): Promise<ForecastSummary | undefined> {
  const { paths, parts } = plan
  const isKnown = plan.done.size === parts.length
  // Shares of a job may end at the same time. The second one finds what the first one has joined.
  return claim.alone(async () => {
    const before = isKnown ? undefined : await readSummary(paths)
    if (before?.key === outputKey(parts) && paths.file !== undefined) {
      await claim.finish()
      return before
    }
    // A process that was taken for ended may have written a part since: all parts are checked again.
    const done = isKnown && !claim.tookOver ? plan.done : await findDone(paths, parts, plan.model.id, () => {})
    if (done.size < parts.length) return undefined
    const summary = await collect({ ...plan, done }, claim, kept, seconds, onEvent)
    await claim.finish()
    return summary
  })
}

async function collect(
  { job, paths, model, parts, done }: Parts,
  claim: Claim,
  kept: number,
  seconds: () => number,
  onEvent: NonNullable<RunOptions['onEvent']>,
): Promise<ForecastSummary> {
  onEvent({ type: 'stage', stage: 'collect', subject: paths.file ?? paths.folder })
  for (const stray of await removeStrays(paths, parts.length, true)) onEvent({ type: 'note', text: strayText(stray) })
  const manifests = parts.map(({ index }) => done.get(index) as Manifest)
  const { file } = paths
  const pieces = parts.map(({ index }) => partPath(paths, index))
  const joined =
    file === undefined ? undefined : await joinTables(pieces, file, ({ sha256 }) => claim.add(file, sha256))
  await writeErrors(paths, manifests, claim, job.csvFormulas)
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
  await writeSummary(paths, summary, claim)
  if (file === undefined) await removeScratch(paths)
  else await removeParts(paths)
  return summary
}

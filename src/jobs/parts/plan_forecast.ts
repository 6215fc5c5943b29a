// What is settled before the first part is made: the frequency, the parts, which of them are there already, and where the
// rows of the others are read from.

import { availableParallelism } from 'node:os'
import { GatecastError } from '../../base/error.ts'
import { makeFolder } from '../../base/make_folder.ts'
import { type Reading, repartitioned, type Source, Tables } from '../../files/index.ts'
import type { JobEvent } from '../events.ts'
import type { Job, ReadyJob } from '../job/job.ts'
import { type ModelFile, openModel } from '../model/model_file.ts'
import { checkPart, hashOf, type Manifest } from '../output/manifest.ts'
import { manifestFolder, type OutputPaths, outputPaths, partFolder, partPath, sourceFolder } from '../output/paths.ts'
import { type ForecastSummary, readSummary } from '../output/summary.ts'
import { probe } from '../source/probe.ts'
import { readingOf } from '../source/reading.ts'
import { type Part, planKey, planParts } from './part_keys.ts'

export interface PartInput {
  readonly source: Source
  readonly reading: Reading
}

export interface PreparedForecast {
  readonly job: ReadyJob
  readonly model: ModelFile
  readonly parts: readonly Part[]
  /** Parts that are there and match. */
  readonly done: Map<number, Manifest>
  /** For each part that is to be made: where its rows are, and how they are read. */
  readonly inputs: ReadonlyMap<number, PartInput>
  /** Of an earlier run that made the same file, which is still there. */
  readonly finished?: ForecastSummary
}

/** A forecast shared between machines that know nothing of each other: this one makes every `count`-th part. */
export interface Shard {
  readonly index: number
  readonly count: number
}

export interface PrepareOptions {
  force: boolean
  shard: Shard | undefined
  onEvent: (event: JobEvent) => void
}

/** Of the process that surveys a source; more is spilled to disk. */
const surveyMemory = '1GB'

export async function prepareForecast(job: Job, options: PrepareOptions): Promise<PreparedForecast> {
  const { force, shard, onEvent } = options
  const paths = pathsOf(job)
  const model = await openModel(modelPathOf(job))
  for (const folder of [partFolder(paths), manifestFolder(paths)]) await makeFolder(folder)

  await using tables = await Tables.open({
    threads: availableParallelism(),
    memory: surveyMemory,
    temporary: paths.folder,
  })
  const source: Source = job.source
  onEvent({ type: 'stage', stage: 'survey' })
  const found = await tables.parts(source, readingOf(job), job.partitionSeries)
  if (found.nameless > 0) onEvent({ type: 'note', text: `${found.nameless} rows name no series: they are left out` })
  const settled = withCategories(job, found.categorical)
  const ready = await probe(settled, { tables, source, first: found.parts[0], forecaster: model.forecaster, onEvent })
  const parts = planParts(found.parts, ready, model.id)
  const finished = force ? undefined : await finishedBefore(paths, parts)
  if (finished) return { job: ready, model, parts, done: new Map(), inputs: new Map(), finished }
  const done = force ? new Map<number, Manifest>() : await findDone(paths, parts, model.id, onEvent)
  const missing = parts.filter(({ index }) => !done.has(index) && (!shard || index % shard.count === shard.index))
  const reading = readingOf(ready)
  const input = (part: Part, source: Source, reading: Reading) => [part.index, { source, reading }] as const
  if (found.clustered || missing.length === 0)
    return { job: ready, model, parts, done, inputs: new Map(missing.map((part) => input(part, source, reading))) }

  // Rows of a series are all over the source, such as in a file for each day: brought together once, rather than looked
  // for by every part.
  onEvent({ type: 'stage', stage: 'partition' })
  const files = await tables.repartition(source, reading, missing, sourceFolder(paths))
  const inputs = new Map(missing.map((part, i) => input(part, files[i], repartitioned(reading))))
  return { job: ready, model, parts, done, inputs }
}

/** The summary of a run that joined the same parts to the file that is there. */
async function finishedBefore(paths: OutputPaths, parts: readonly Part[]): Promise<ForecastSummary | undefined> {
  if (paths.file === undefined) return undefined
  const summary = await readSummary(paths)
  if (summary?.key !== planKey(parts)) return undefined
  return (await hashOf(paths.file)) === summary.sha256 ? { ...summary, partsKept: summary.parts } : undefined
}

/** The parts that are there and match; what is wrong with others is said. */
export async function findDone(
  paths: OutputPaths,
  parts: readonly Part[],
  modelId: string,
  onEvent: (event: JobEvent) => void,
): Promise<Map<number, Manifest>> {
  const done = new Map<number, Manifest>()
  for (const part of parts) {
    const found = await checkPart(paths, part, modelId)
    if ('manifest' in found) done.set(part.index, found.manifest)
    else if (found.wrong !== 'missing')
      onEvent({ type: 'note', text: `"${partPath(paths, part.index)}" is of ${found.wrong}: made anew` })
  }
  return done
}

/** @throws {GatecastError} `ERR_RANGE` without an output */
export function pathsOf({ out, format }: Job): OutputPaths {
  if (out === undefined)
    throw new GatecastError(
      'ERR_RANGE',
      'Expected out, a folder or a file for the forecasts, got none. Name it: --out forecast.csv',
    )
  return outputPaths(out, format)
}

/** Covariates with a text in some part are categories in all. */
const withCategories = (job: Job, categorical: readonly string[]): Job => ({
  ...job,
  columns: { ...job.columns, categorical: [...job.columns.categorical, ...categorical] },
})

function modelPathOf({ model }: Job): string {
  if (typeof model === 'object' && 'path' in model && typeof model.path === 'string') return model.path
  throw new GatecastError(
    'ERR_RANGE',
    'Expected the file of a model, got one that is still to be trained. Call runJob(job)',
  )
}

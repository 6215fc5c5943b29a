// Plans the forecast of a job: its parts, which of them are done, and where the rows of the others are read.

import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { defined } from '../../base/defined.ts'
import { GatecastError } from '../../base/error.ts'
import { makeFolder } from '../../base/folders.ts'
import { hashFile } from '../../base/hash_file.ts'
import { processors } from '../../base/resources/processors.ts'
import { type Reading, repartitioned, type Source, Tables } from '../../files/index.ts'
import { markParts } from '../claim/mark.ts'
import type { RunOptions } from '../events.ts'
import { checkDraft } from '../job/check_draft.ts'
import type { CompleteJob, JobDraft, SettledJob } from '../job/job.ts'
import type { Shard } from '../job/shard_from.ts'
import { type ModelFile, openModel } from '../model/model_file.ts'
import { findDone, type Manifest } from '../output/manifest.ts'
import { removeStrays, strayText } from '../output/part_files.ts'
import {
  manifestFolder,
  type OutputPaths,
  outputPaths,
  partFolder,
  scratchFolder,
  temporaryIn,
} from '../output/paths.ts'
import { type ForecastSummary, readSummary } from '../output/summary.ts'
import { noteUnused } from '../source/covariate_roles.ts'
import { readingOf } from '../source/reading.ts'
import { outputKey, type Part, partsWithKeys } from './part_keys.ts'
import { probeModel } from './probe_model.ts'

/** The source of the rows of a part, and the options for reading them. */
export interface PartInput {
  readonly source: Source
  readonly reading: Reading
}

export interface ForecastPlan {
  readonly job: CompleteJob
  readonly paths: OutputPaths
  readonly model: ModelFile
  readonly parts: readonly Part[]
  /** Manifests of the parts that are on disk and match, by index. */
  readonly done: Map<number, Manifest>
  /** The input of each part that this run makes, by the part's index. */
  readonly inputs: ReadonlyMap<number, PartInput>
  /** The summary of an earlier run that made the same file, if the file has not changed. */
  readonly finished?: ForecastSummary
}

export interface ForecastOptions extends RunOptions {
  /** Make all parts again, also those that are on disk and match. */
  force?: boolean
  /** Make only every `count`-th part, starting with part `index`: other machines make the rest. */
  shard?: Shard
  /** Whether the result has a chart of the first series for a terminal; default false. */
  chart?: boolean
}

/** Memory of DuckDB while it sorts the rows of a source; more is spilled to disk. */
const sortMemory = '1GB'

/**
 * Plans the forecast of a settled job. If the source is not sorted by series, this writes the rows of each part into a file.
 *
 * @param modelPath - file of the model
 * @throws {GatecastError} `ERR_JOB` without an output, `ERR_FILE`, `ERR_RANGE`; the error of the first series if the model
 * cannot forecast any
 */
export async function planForecast(
  settled: SettledJob,
  modelPath: string,
  options: ForecastOptions,
): Promise<ForecastPlan> {
  const { force = false, shard, onEvent = () => {}, inputs, signal } = options
  const { job } = settled
  const paths = outputPaths(outputOf(job), job.format)
  const model = await openModel(modelPath)
  noteUnused(model.forecaster, job, { onEvent })
  await probeModel(settled, model.forecaster, signal)
  const parts = partsWithKeys(settled.parts, job, paths.format, model.id)
  const plan = { job, paths, model, parts, done: new Map<number, Manifest>(), inputs: new Map<number, PartInput>() }
  const finished = force ? undefined : await finishedBefore(paths, parts)
  if (finished) return { ...plan, finished }
  if (paths.file !== undefined) {
    await makeFolder(paths.folder)
    await markParts(paths.folder)
  }
  for (const folder of [partFolder(paths), manifestFolder(paths)]) await makeFolder(folder)
  const note = (text: string) => onEvent({ type: 'note', text })
  // Parts of an earlier run with more parts, or of another format. They go before the manifests that know them change.
  for (const stray of await removeStrays(paths, parts.length, false)) note(strayText(stray))
  const done = force ? plan.done : await findDone(paths, parts, model.id, note)
  const missing = parts.filter(({ index }) => !done.has(index) && (!shard || index % shard.count === shard.index))
  return {
    ...plan,
    done,
    inputs: await inputsFor(settled, missing, paths, { onEvent, ...defined({ inputs, signal }) }),
  }
}

/** @throws {GatecastError} `ERR_JOB` if the job has no output */
export function outputOf(draft: JobDraft): string {
  checkDraft(draft)
  const { out } = draft
  if (out !== undefined) return out
  throw new GatecastError(
    'ERR_JOB',
    'Expected an output, a file or a folder for the forecasts, got none. Use --out forecast.csv, or write out: in the ' +
      'job file',
  )
}

/** The summary of a run that joined the same parts into the file, if the file has not changed since. */
async function finishedBefore(paths: OutputPaths, parts: readonly Part[]): Promise<ForecastSummary | undefined> {
  if (paths.file === undefined) return undefined
  const summary = await readSummary(paths)
  if (summary?.key !== outputKey(parts)) return undefined
  const hasErrors = summary.failed === 0 || (await hashFile(paths.errors)) !== undefined
  if (!hasErrors || (await hashFile(paths.file)) !== summary.sha256) return undefined
  return { ...summary, partsKept: summary.parts }
}

async function inputsFor(
  { job, isClustered, tables: open }: SettledJob,
  missing: readonly Part[],
  paths: OutputPaths,
  { onEvent, inputs, signal }: Pick<RunOptions, 'onEvent' | 'inputs' | 'signal'>,
): Promise<Map<number, PartInput>> {
  // Other processes cannot read a pipe again. Workers on other machines cannot read copies of this one.
  const plain = async (given: Source): Promise<Source> => (inputs ? open.plainSource(given) : given)
  const source = await plain(job.source)
  const future = job.future && (await plain(job.future))
  const reading = { ...readingOf(job), ...defined({ future }) }
  if (isClustered || missing.length === 0) return new Map(missing.map(({ index }) => [index, { source, reading }]))
  // The rows of each series are spread over the source, for example in one file for each day. They are sorted once, so
  // that not every part has to search the whole source. DuckDB writes its temporary files to the folder of the output,
  // which is more likely to have room than the system's folder for temporary files.
  onEvent?.({ type: 'stage', stage: 'partition' })
  await using tables = await Tables.open({
    threads: processors(),
    memory: sortMemory,
    temporary: temporaryIn(paths),
    ...defined({ signal }),
  })
  // Each run sorts into a folder of its own: shares of a job may do so at the same time.
  const folder = join(scratchFolder(paths), `rows-${randomUUID()}`)
  const files = await tables.repartition(source, reading, missing, folder)
  return new Map(missing.map(({ index }, i) => [index, { source: files[i], reading: repartitioned(reading) }]))
}

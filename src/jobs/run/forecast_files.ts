import { rm } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { joinTables } from '../../files/index.ts'
import type { RunOptions } from '../events.ts'
import type { Job } from '../job/job.ts'
import { type Manifest, removeStrays } from '../output/manifest.ts'
import { outputPaths, partPath, sourceFolder } from '../output/paths.ts'
import { type ForecastSummary, writeErrors, writeSummary } from '../output/summary.ts'
import { planKey } from '../parts/part_keys.ts'
import type { PartSetup, PartTask } from '../parts/part_process.ts'
import { findDone, type PreparedForecast, prepareForecast, type Shard } from '../parts/plan_forecast.ts'
import { runPool } from '../parts/pool.ts'

export interface ForecastOptions extends RunOptions {
  /** Make all parts anew, also those that are there and match. */
  force?: boolean
  /** Make every `count`-th part only, from the `index`-th on: other machines make the rest. */
  shard?: Shard
}

/** Of each child process. */
export const workerMemory = '256MB'

/**
 * Forecasts all series of a source, by a model that is there, into a folder of parts or one file.
 *
 * Parts that are there from an earlier run, made from the same rows by the same model with the same settings, stay as they
 * are. The bytes of the output do not depend on the order of rows, the number of workers, shards, or interruptions.
 *
 * @param job - whose model is there
 * @returns counts, also written to `summary.json`; `undefined` if other shards have parts left to make
 * @throws {GatecastError} `ERR_FILE`, `ERR_DATA` naming what cannot be read or written; what is wrong with a series if the
 * job is strict; `ABORT_ERR`
 * @example
 * const columns = { series: 'store', time: 'date', target: 'sales' }
 * const job = jobSchema.parse({ source: 'sales.csv', columns, horizon: 28, model: 'sales.safetensors', out: 'forecasts' })
 * const summary = await forecastFiles(job, { onEvent: console.log })
 */
export async function forecastFiles(job: Job, options: ForecastOptions = {}): Promise<ForecastSummary | undefined> {
  const start = performance.now()
  const { onEvent = () => {}, force = false, shard } = options
  const prepared = await prepareForecast(job, { force, shard, onEvent })
  if (prepared.finished) return prepared.finished
  const kept = prepared.done.size
  await makeParts(prepared, options)
  const seconds = () => (performance.now() - start) / 1000
  return finishForecast(prepared, kept, seconds, onEvent)
}

/** Makes the missing parts in child processes. */
async function makeParts(prepared: PreparedForecast, { onEvent = () => {}, signal }: ForecastOptions): Promise<void> {
  const { job, model, parts, inputs, done } = prepared
  const tasks = parts.flatMap((part): PartTask[] => {
    const input = inputs.get(part.index)
    return input ? [{ part, input }] : []
  })
  if (tasks.length === 0) return
  const paths = outputPaths(job.out, job.format)
  const workers = Math.min(job.workers ?? availableParallelism(), tasks.length)
  const total = tasks.reduce((sum, { part }) => sum + part.series, 0)
  let finished = 0
  onEvent({ type: 'stage', stage: 'forecast' })
  const setup: PartSetup = {
    ...{ job, modelPath: model.path, modelId: model.id, memory: workerMemory, temporary: paths.folder },
    threads: Math.max(1, Math.floor(availableParallelism() / workers)),
  }
  await runPool<PartSetup, PartTask, Manifest>(setup, tasks, {
    ...{ script: new URL('./part_process.js', import.meta.url), workers, signal, onEvent },
    onResult: (manifest, worker) => {
      done.set(manifest.part, manifest)
      finished += manifest.series
      const { part, series, rows, seconds } = manifest
      onEvent({ type: 'part', part, series, rows, seconds, worker })
      onEvent({ type: 'progress', stage: 'forecast', done: finished, total, unit: 'series' })
    },
  })
}

/** Joins parts and writes errors and summary, once all parts are there. */
export async function finishForecast(
  prepared: PreparedForecast,
  kept: number,
  seconds: () => number,
  onEvent: NonNullable<RunOptions['onEvent']>,
): Promise<ForecastSummary | undefined> {
  const { job, model, parts } = prepared
  const paths = outputPaths(job.out, job.format)
  const done = prepared.done.size === parts.length ? prepared.done : await findDone(paths, parts, model.id, () => {})
  if (done.size < parts.length) return undefined
  onEvent({ type: 'stage', stage: 'collect' })
  for (const stray of await removeStrays(paths, parts.length))
    onEvent({ type: 'note', text: `"${stray}" is of no part of this job: removed` })
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
    key: planKey(parts),
    ...(joined && { sha256: joined.sha256 }),
  }
  await writeSummary(paths, summary)
  await rm(sourceFolder(paths), { recursive: true, force: true })
  if (paths.file !== undefined) await rm(paths.folder, { recursive: true, force: true })
  return summary
}

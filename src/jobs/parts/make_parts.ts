import { defined } from '../../base/defined.ts'
import { atMostProcessors, processors } from '../../base/resources/processors.ts'
import type { RunOptions } from '../events.ts'
import type { Manifest } from '../output/manifest.ts'
import { forecastPart } from './forecast_part.ts'
import { openPartWork, type PartSetup, type PartTask } from './part_work.ts'
import type { ForecastPlan } from './plan_forecast.ts'
import { runPool } from './pool.ts'

/** Memory of DuckDB in each process that makes parts; more is spilled to disk. */
export const partMemory = '256MB'
/** Most processes for each processor: some wait for a slow disk, and more would only take memory. */
const mostForEach = 4

/** Rows, read or forecast, up to which a single part is made in this process: to start another one takes longer. */
const fewRows = 10_000

/**
 * Makes the missing parts of a plan in child processes, a small one alone in this process, and adds their manifests to
 * `plan.done`.
 */
export async function makeParts(plan: ForecastPlan, { onEvent = () => {}, signal }: RunOptions): Promise<void> {
  const { job, paths, model, parts, inputs, done } = plan
  const tasks = parts.flatMap((part): PartTask[] => {
    const input = inputs.get(part.index)
    return input ? [{ part, input }] : []
  })
  if (tasks.length === 0) return
  const workers = Math.min(atMostProcessors(job.workers ?? processors(), mostForEach), tasks.length)
  const total = tasks.reduce((sum, { part }) => sum + part.series, 0)
  let finished = 0
  onEvent({ type: 'stage', stage: 'forecast', subject: `${total.toLocaleString('en')} series` })
  const setup: PartSetup = {
    ...{ job, paths, modelPath: model.path, modelId: model.id, memory: partMemory },
    threads: Math.max(1, Math.floor(processors() / workers)),
  }
  const onResult = (manifest: Manifest, worker: number) => {
    done.set(manifest.part, manifest)
    finished += manifest.series
    const { part, series, rows, seconds } = manifest
    onEvent({ type: 'part', part, series, rows, seconds, worker })
    onEvent({ type: 'progress', stage: 'forecast', done: finished, total, unit: 'series' })
  }
  const [first] = tasks
  if (tasks.length === 1 && Math.max(first.part.rows, first.part.series * job.horizon) <= fewRows)
    return onResult(await makeHere(setup, first, { onEvent, ...defined({ signal }) }), 0)
  await runPool<PartSetup, PartTask, Manifest>(setup, tasks, {
    ...{ script: new URL('./part_process.js', import.meta.url), workers, signal, onEvent, onResult },
  })
}

async function makeHere(setup: PartSetup, { part, input }: PartTask, options: RunOptions): Promise<Manifest> {
  const work = await openPartWork(setup, options)
  try {
    return await forecastPart(work, part, input)
  } finally {
    await work.tables.close()
  }
}

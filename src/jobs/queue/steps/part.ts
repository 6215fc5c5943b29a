import { hostname } from 'node:os'
import type { SandboxedJob } from 'bullmq'
import { GatecastError } from '../../../base/error.ts'
import { Tables } from '../../../files/index.ts'
import { loadForecaster } from '../../../forecast/index.ts'
import type { RunOptions } from '../../events.ts'
import { hashOf } from '../../output/manifest.ts'
import { outputPaths } from '../../output/paths.ts'
import { forecastPart, type PartWork } from '../../parts/forecast_part.ts'
import { workerMemory } from '../../run/forecast_files.ts'
import { type QueuePlan, readPlan } from '../store/plan_file.ts'
import type { PartData, PartResult } from '../store/run_data.ts'

/** Bad series that a result names; all of them stand in the manifest. */
const named = 100

/** What parts of the same run share. */
interface Open {
  readonly of: string
  readonly plan: QueuePlan
  readonly work: PartWork
}

let open: Open | undefined

/** Forecasts one part into its file. */
export async function part(job: SandboxedJob<PartData>, run: Required<RunOptions>): Promise<PartResult> {
  const { data } = job
  if (open?.of !== `${data.run} ${data.generation}`) {
    await open?.work.tables.close()
    open = undefined
    open = await openRun(data)
  }
  const { plan, work } = open
  const manifest = await forecastPart({ ...work, ...run }, plan.parts[data.part], plan.inputs[data.part])
  const { series, rows, seconds, errors } = manifest
  run.onEvent({
    type: 'note',
    text: `${series} series, ${rows} rows, ${errors.length} by a fallback, ${seconds.toFixed(2)} s`,
  })
  return {
    ...{ part: data.part, series, rows, seconds, failed: errors.length, bad: errors.slice(0, named) },
    worker: `${hostname()}:${process.ppid}`,
    memory: process.resourceUsage().maxRSS * 1024,
  }
}

async function openRun(data: PartData): Promise<Open> {
  const plan = await readPlan(data)
  if (!plan)
    throw new GatecastError(
      'ERR_FILE',
      `Expected the plan of the run ${data.run} in "${data.out}", got none. Workers need the storage of the job at the same place`,
    )
  const { job, model } = plan
  const { folder } = outputPaths(data.out, data.format)
  const id = await hashOf(model.path)
  if (id !== model.id)
    throw new GatecastError(
      id === undefined ? 'ERR_FILE' : 'ERR_DATA',
      `Expected the model of the run at "${model.path}", got ${id === undefined ? 'no file' : 'another one'}. Submit the job again`,
    )
  const threads = Number(process.env.GATECAST_THREADS)
  const tables = await Tables.open({ threads, memory: workerMemory, temporary: folder })
  const forecaster = await loadForecaster(model.path)
  return { of: `${data.run} ${data.generation}`, plan, work: { job, tables, forecaster, modelId: model.id, threads } }
}

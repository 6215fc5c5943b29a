import { hostname } from 'node:os'
import type { SandboxedJob } from 'bullmq'
import { GatecastError } from '../../../base/error.ts'
import { hashFile } from '../../../base/hash_file.ts'
import { Tables } from '../../../files/index.ts'
import { loadForecaster } from '../../../forecast/index.ts'
import { lockPart } from '../../claim/claim_run.ts'
import type { RunOptions } from '../../events.ts'
import { outputPaths, temporaryIn } from '../../output/paths.ts'
import { forecastPart, type PartWork } from '../../parts/forecast_part.ts'
import { partMemory } from '../../parts/make_parts.ts'
import { type QueuePlan, readPlan } from '../store/plan_file.ts'
import type { PartData, PartResult } from '../store/run_data.ts'

/** Largest number of bad series in a result; the manifest has all of them. */
const named = 100

/** The tables and the model that parts of one run share. */
interface OpenRun {
  /** Run and generation. */
  readonly name: string
  readonly plan: QueuePlan
  readonly work: PartWork
}

let open: OpenRun | undefined

/** Forecasts one part into its file. */
export async function part(
  job: SandboxedJob<PartData>,
  run: Required<Omit<RunOptions, 'inputs'>>,
): Promise<PartResult> {
  const { data } = job
  await using _lock = await lockPart(data, data.run)
  if (open?.name !== nameOf(data)) {
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

const nameOf = ({ run, generation }: PartData): string => `${run} ${generation}`

async function openRun(data: PartData): Promise<OpenRun> {
  const plan = await readPlan(data)
  if (!plan)
    throw new GatecastError(
      'ERR_FILE',
      `Expected the plan of the run ${data.run} in "${data.out}", got none. Mount the storage of the job at the same ` +
        'path on every worker',
    )
  const { job, model } = plan
  const paths = outputPaths(data.out, data.format)
  const id = await hashFile(model.path)
  if (id !== model.id)
    throw new GatecastError(
      id === undefined ? 'ERR_FILE' : 'ERR_DATA',
      `Expected the model of the run at "${model.path}", got ${id === undefined ? 'no file' : 'another model'}. Submit the job again`,
    )
  const threads = Number(process.env.GATECAST_THREADS)
  const tables = await Tables.open({ threads, memory: partMemory, temporary: temporaryIn(paths) })
  const forecaster = await loadForecaster(model.path)
  return { name: nameOf(data), plan, work: { job, paths, tables, forecaster, modelId: model.id, threads } }
}

// Tables, model and job, which all parts share in the process that makes them.

import { defined } from '../../base/defined.ts'
import { Tables } from '../../files/index.ts'
import { loadForecaster } from '../../forecast/index.ts'
import type { CompleteJob } from '../job/job.ts'
import { type OutputPaths, temporaryIn } from '../output/paths.ts'
import type { PartWork } from './forecast_part.ts'
import type { Part } from './part_keys.ts'
import type { PartInput } from './plan_forecast.ts'

/** Describes the work of a process that makes parts. It can be sent to another process. */
export interface PartSetup {
  readonly job: CompleteJob
  readonly paths: OutputPaths
  readonly modelPath: string
  readonly modelId: string
  /** Memory of DuckDB in this process. */
  readonly memory: string
  readonly threads: number
}

export interface PartTask {
  readonly part: Part
  readonly input: PartInput
}

/** Opens the tables and the model. The caller closes the tables. */
export async function openPartWork(
  { job, paths, modelPath, modelId, memory, threads }: PartSetup,
  { signal, onEvent }: Pick<PartWork, 'signal' | 'onEvent'>,
): Promise<PartWork> {
  const forecaster = await loadForecaster(modelPath)
  const tables = await Tables.open({ threads, memory, temporary: temporaryIn(paths), ...defined({ signal }) })
  return { tables, forecaster, job, paths, modelId, threads, ...defined({ signal, onEvent }) }
}

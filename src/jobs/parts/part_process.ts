// The child process that makes parts: it opens tables and model once, and then forecasts one part after another. It ends
// when its parent ends.

import { GatecastError } from '../../base/error.ts'
import { Tables } from '../../files/index.ts'
import { loadForecaster } from '../../forecast/index.ts'
import type { CompleteJob } from '../job/job.ts'
import type { Manifest } from '../output/manifest.ts'
import { type OutputPaths, temporaryIn } from '../output/paths.ts'
import { endWithParent } from './end_with_parent.ts'
import { forecastPart, type PartWork } from './forecast_part.ts'
import type { Part } from './part_keys.ts'
import type { PartInput } from './plan_forecast.ts'
import type { FromChild, ToChild } from './pool.ts'

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

const send = (message: FromChild<Manifest>) =>
  new Promise<void>((resolve) => {
    process.send?.(message, () => resolve())
  })

let work: Promise<PartWork> | undefined

async function open({ job, paths, modelPath, modelId, memory, threads }: PartSetup): Promise<PartWork> {
  return {
    tables: await Tables.open({ threads, memory, temporary: temporaryIn(paths) }),
    forecaster: await loadForecaster(modelPath),
    onEvent: (event) => void send({ event }),
    ...{ job, paths, modelId, threads },
  }
}

process.on('message', async (message: ToChild<PartSetup, PartTask>) => {
  try {
    if ('setup' in message) {
      work = open(message.setup)
      await work
      await send({ ready: true })
    } else
      await send({
        result: await forecastPart(await (work as Promise<PartWork>), message.task.part, message.task.input),
      })
  } catch (error) {
    const { message: text, stack } = error as Error
    await send({ error: { code: error instanceof GatecastError ? error.code : undefined, message: text, stack } })
  }
})
endWithParent()
// Ctrl-C reaches parent and children at once. The parent decides what its children do.
process.on('SIGINT', () => {})

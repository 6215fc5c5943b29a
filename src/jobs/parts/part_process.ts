// A child process of a job: opens tables and model once, then forecasts the parts it is given. It ends when its parent
// does, for then the channel between them is gone.

import { GatecastError } from '../../base/error.ts'
import { Tables } from '../../files/index.ts'
import { loadForecaster } from '../../forecast/index.ts'
import type { ReadyJob } from '../job/job.ts'
import type { Manifest } from '../output/manifest.ts'
import { forecastPart, type PartWork } from './forecast_part.ts'
import type { Part } from './part_keys.ts'
import type { PartInput } from './plan_forecast.ts'
import type { FromChild, ToChild } from './pool.ts'

export interface PartSetup {
  readonly job: ReadyJob
  readonly modelPath: string
  readonly modelId: string
  /** Of one child. */
  readonly memory: string
  readonly threads: number
  readonly temporary: string
}
export interface PartTask {
  readonly part: Part
  readonly input: PartInput
}

const answer = (message: FromChild<Manifest>) =>
  new Promise<void>((resolve) => {
    process.send?.(message, () => resolve())
  })

let work: Promise<PartWork> | undefined

async function open({ job, modelPath, modelId, memory, threads, temporary }: PartSetup): Promise<PartWork> {
  return {
    tables: await Tables.open({ threads, memory, temporary }),
    forecaster: await loadForecaster(modelPath),
    onEvent: (event) => void answer({ event }),
    ...{ job, modelId, threads },
  }
}

process.on('message', async (message: ToChild<PartSetup, PartTask>) => {
  try {
    if ('setup' in message) {
      work = open(message.setup)
      await work
      await answer({ ready: true })
    } else
      await answer({
        result: await forecastPart(await (work as Promise<PartWork>), message.task.part, message.task.input),
      })
  } catch (error) {
    const { message: text, stack } = error as Error
    await answer({ error: { code: error instanceof GatecastError ? error.code : undefined, message: text, stack } })
  }
})
// Not by process.exit, which waits for libuv's threads: one of them may be in DuckDB, asking this thread for rows.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
// Ctrl-C reaches the whole group of processes: the parent decides what becomes of its children.
process.on('SIGINT', () => {})

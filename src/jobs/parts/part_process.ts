// The child process that makes parts: it opens tables and model once, and then forecasts one part after another. It ends
// when its parent ends.

import { GatecastError } from '../../base/error.ts'
import type { Manifest } from '../output/manifest.ts'
import { endWithParent } from './end_with_parent.ts'
import { forecastPart, type PartWork } from './forecast_part.ts'
import { openPartWork, type PartSetup, type PartTask } from './part_work.ts'
import type { FromChild, ToChild } from './pool.ts'

const send = (message: FromChild<Manifest>) =>
  new Promise<void>((resolve) => {
    process.send?.(message, () => resolve())
  })

let work: Promise<PartWork> | undefined

process.on('message', async (message: ToChild<PartSetup, PartTask>) => {
  try {
    if ('setup' in message) {
      work = openPartWork(message.setup, { onEvent: (event) => void send({ event }) })
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

// Loops over many rows give the event loop a turn.

import { checkSignal } from '../base/abort.ts'

/** Milliseconds of work after which the event loop gets a turn. */
const slice = 8

/** To await now and then in a loop. */
export type Pace = () => Promise<void>

/** Makes a function to await now and then: it gives the event loop a turn if the work since the last one was long. */
export function pacer(signal?: AbortSignal): Pace {
  let turn = performance.now()
  checkSignal(signal)
  return async () => {
    if (performance.now() - turn < slice) return
    await new Promise(setImmediate)
    checkSignal(signal)
    turn = performance.now()
  }
}

// Flags of the verbs that speak to a queue.

import type { Command } from 'commander'
import { GatecastError } from '../base/error.ts'
import type { Values } from './flags.ts'

export const addQueue = (command: Command): Command =>
  command
    .optionsGroup('Queue:')
    .option('--queue <address>', 'redis:// or postgres://; default: the environment variable GATECAST_QUEUE')

/** A flag that is a number above 0, if it is given. */
export function numberOf<Name extends string>(values: Values, name: Name): { [name in Name]?: number } {
  const text = values[name]
  if (text === undefined) return {}
  const number = Number(text)
  if (Number.isFinite(number) && number > 0) return { [name]: number } as { [name in Name]: number }
  throw new GatecastError('ERR_JOB', `--${name}: expected a number above 0, got "${text}"`)
}

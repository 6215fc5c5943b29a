import type { Command } from 'commander'
import type { Values } from './flags.ts'
import type { Printer } from './print/printer.ts'

export type Jobs = typeof import('../jobs/index.ts')

/** The arguments of one call of the command. */
export interface Call {
  /** The functions that do the work. They take longer to load than help takes to print, so they are loaded for a call. */
  jobs: Jobs
  values: Values
  printer: Printer
  signal: AbortSignal
  /** Seconds since the command began. */
  seconds(): number
}

/** A verb of the command. */
export interface Verb {
  /** After an interruption the verb finishes what it has started, without a limit of time. */
  isPatient?: true
  /** Adds the verb, its flags and its help to the program. */
  add(program: Command): Command
  /** Does the work and prints the result. Returns the exit code, or `undefined` for 0. */
  run(operands: readonly string[], call: Call): Promise<number | undefined>
}

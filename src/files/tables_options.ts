import { checkOptions, checkWhole, shown } from '../base/check.ts'
import { GatecastError } from '../base/error.ts'
import type { Inputs } from './input/inputs.ts'

/** Resources of the embedded DuckDB. */
export interface TablesOptions {
  /** Number of threads of DuckDB. Default 1. */
  threads?: number
  /** Memory that DuckDB may use before it writes temporary files, for example `500MB`. Default `1GB`. */
  memory?: string
  /** The folder for temporary files. Default: a new folder in the system's folder for them, which `close` removes. */
  temporary?: string
  /**
   * Copies of inputs, which several tables share. Default: the tables make their own, which `close` removes.
   *
   * @internal
   */
  inputs?: Inputs
}

/** Checks the resources of tables, and fills in the defaults. */
export function checkResources(options: TablesOptions): { threads: number; memory: string } {
  checkOptions('Tables.open', options, ['threads', 'memory', 'temporary', 'inputs'])
  const threads = checkWhole('threads', options.threads ?? 1, 1)
  const memory = options.memory ?? '1GB'
  if (typeof memory === 'string' && /^\d+(\.\d+)?\s*[KMGT]i?B$/i.test(memory)) return { threads, memory }
  throw new GatecastError('ERR_RANGE', `Expected memory as a size, for example "1GB", got ${shown(memory)}`)
}

import { checkSignal } from '../base/abort.ts'
import { checkOptions, checkWhole, shown } from '../base/check.ts'
import { GatecastError } from '../base/error.ts'
import { makeFolder, temporaryFolder } from '../base/folders.ts'
import { atMostProcessors } from '../base/resources/processors.ts'
import type { Notation } from '../series/notation/notation.ts'
import { type Instance, openDuckdb } from './duckdb/connection.ts'
import { fileError } from './duckdb/file_error.ts'
import type { Inputs } from './input/inputs.ts'

/** How numbers and missing values are written, and the time zone in which a query is run. */
export type ZonedNotation = Notation & { timeZone?: string }

/** Resources of the embedded DuckDB. */
export interface TablesOptions {
  /** Number of threads of DuckDB, at most one for each processor. Default 1. */
  threads?: number
  /** Memory that DuckDB may use before it writes temporary files, for example `500MB`. Default `1GB`. */
  memory?: string
  /** The folder for temporary files. Default: a new folder in the system's folder for them, which `close` removes. */
  temporary?: string
  /** Stops every call of these tables. */
  signal?: AbortSignal
  /**
   * Copies of inputs, which several tables share. Default: the tables make their own, which `close` removes.
   *
   * @internal
   */
  inputs?: Inputs
}

/**
 * Starts a DuckDB with a folder for its temporary files.
 *
 * @internal
 */
export async function openInstance(options: TablesOptions): Promise<{ instance: Instance; temporary: string }> {
  const { threads, memory } = checkResources(options)
  const temporary = options.temporary ?? (await temporaryFolder())
  if (options.temporary !== undefined) await makeFolder(temporary)
  const settings = {
    threads: String(threads),
    memory_limit: memory,
    temp_directory: temporary,
    // Extensions are downloaded only by loadRemote, for addresses that need one.
    autoinstall_known_extensions: 'false',
  }
  const instance = await openDuckdb(settings).catch((cause) => {
    throw fileError('open DuckDB', cause)
  })
  return { instance, temporary }
}

function checkResources(options: TablesOptions): { threads: number; memory: string } {
  checkOptions('Tables.open', options, ['threads', 'memory', 'temporary', 'inputs', 'signal'])
  checkSignal(options.signal)
  const threads = atMostProcessors(checkWhole('threads', options.threads ?? 1, 1))
  const memory = options.memory ?? '1GB'
  if (typeof memory === 'string' && /^\d+(\.\d+)?\s*[KMGT]i?B$/i.test(memory)) return { threads, memory }
  throw new GatecastError('ERR_RANGE', `Expected memory as a size, for example "1GB", got ${shown(memory)}`)
}

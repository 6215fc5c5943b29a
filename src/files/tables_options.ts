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

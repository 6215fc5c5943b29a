import type { TableOptions } from '../series/table/table_options.ts'

export type Format = 'csv' | 'parquet' | 'json' | 'duckdb'

/** Where rows come from: files, or a query. */
export interface Source {
  /** Files, globs or a folder of files; also `s3://` and `https://`. */
  path?: string | readonly string[]
  /** Default: told by the extension. */
  format?: Format
  /** The table or view of a DuckDB file. Default: its only one. */
  table?: string
  /** A SELECT of DuckDB's SQL. If `path` is a DuckDB file, the query sees its tables. */
  query?: string
}

/** What the columns are for, and how they are written. */
export interface Reading extends Omit<TableOptions, 'time' | 'target'> {
  /** `wide`: the time, and one column for each series. Default `long`. */
  layout?: 'long' | 'wide'
  /** The column of times, or several that are read as one text. */
  time: string | readonly string[]
  /** The column to forecast; in the wide layout the name that the values get, by default `value`. */
  target?: string
  /** Rows of the covariates known in the future, past the history. */
  future?: Source
}

/** Ids from one to another, both included, in the order of their UTF-8 bytes. */
export interface IdRange {
  /** The first id. */
  from: string
  /** The last id. */
  to: string
}

/** Some series: all within a range or several, or those that are named. */
export type Ids = IdRange | readonly IdRange[] | readonly string[]

/** A column of a source. */
export interface SourceColumn {
  /** As the source has it. */
  name: string
  /** As DuckDB names it: `VARCHAR`, `DOUBLE`, `TIMESTAMP`. */
  type: string
}

/** What is in a source. */
export interface Survey {
  /** Ascending in the order of their UTF-8 bytes. */
  ids: string[]
  /** Rows of each series. */
  rows: Float64Array
  /** A hash of what is read of each series, the same for any order of its rows. */
  digests: BigUint64Array
  /** The first time of all, in milliseconds since 1970 UTC. */
  firstTime: number
  /** The last time of all, of history and future. */
  lastTime: number
  /** Reading a range of ids touches nearly only the rows it needs. If not, `repartition` pays before many reads. */
  clustered: boolean
  /**
   * Static columns that hold a text somewhere. Who reads in ranges names them under `categorical`: a range that has
   * digits alone would make numbers of them.
   */
  categorical: string[]
}

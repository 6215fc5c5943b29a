import type { CheckedNotation } from '../../series/notation/notation.ts'
import type { Connection } from '../duckdb/connection.ts'
import type { Relation } from '../duckdb/relation.ts'
import type { Inputs } from '../input/inputs.ts'
import type { FormatName, OutputFormatName, Source } from '../source.ts'

/** A format of tables in files: which paths have it, how it is read, and how it is written. */
export interface Format<Name extends FormatName = FormatName> {
  readonly name: Name
  /** Matches paths of files of this format. */
  readonly extension: RegExp
  /** Endings of the files that a folder is searched for. Empty if a source cannot be a folder of such files. */
  readonly folderEndings: readonly string[]
  /**
   * Finds the rows at some paths, without reading them.
   *
   * @throws {GatecastError} `ERR_FILE`, `ERR_DATA` if there is no such file or table
   */
  scan(given: Scanning): Promise<ScannedPaths>
  /** Makes the tables of a file known to queries. Left out if queries read files of this format by their paths. */
  openForQuery?(connection: Connection, path: string): Promise<void>
  /** The place of a row in its file as messages give it, for rows counted from 1. */
  placeOf(row: number): string
  /**
   * Makes a SELECT of the smallest value `low` and the largest value `high` of a column in each group of rows. Absent
   * for formats whose files do not store them.
   */
  groupBounds?(files: readonly string[], column: string): string
  /** The options for writing tables in this format; `null` if the library cannot write it. */
  readonly write: Name extends OutputFormatName ? Writing : null
}

/** The arguments with which a format finds rows. */
export interface Scanning {
  readonly connection: Connection
  readonly paths: readonly string[]
  /** How the files are read. */
  readonly source: Source
  /** How numbers in texts are written. */
  readonly notation: CheckedNotation
  readonly inputs: Inputs
}

/** The rows at some paths. */
export interface ScannedPaths {
  readonly relations: readonly Relation[]
  /** The files that were found; empty for tables of a database. */
  readonly files: readonly string[]
}

/** The options for writing tables in a format. */
export interface Writing {
  /** Options of DuckDB's COPY by the ending of the path. */
  readonly copyOptions: Readonly<Record<string, string>>
  /** The endings of `copyOptions` that make the output of a job one file. */
  readonly outputEndings: readonly string[]
  /** The format of the parts that a job joins to one file of this format. */
  readonly partFormat: OutputFormatName
  /** SQL that writes a number as people read it; `null` for a format that stores the bits of a number. */
  readonly numberAsText: ((value: string) => string) | null
  /** SQL to put after FROM that reads files of this format to join them, with every field as it was written. */
  fromFiles(paths: readonly string[]): string
}

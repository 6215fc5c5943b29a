// Questions about a source that show which role each of its columns has. Every answer is about all rows.

import type { CheckedNotation } from '../../series/notation/notation.ts'
import type { Connection } from '../duckdb/connection.ts'
import { fileError } from '../duckdb/file_error.ts'
import type { Scan } from '../plan/scan_source.ts'
import { type ColumnProfile, profileSource } from '../read/profile.ts'
import type { SourceColumn } from '../source.ts'
import { findOddTimes, type OddTimes } from './odd_times.ts'
import { type CrossRow, countRepeats, findConstant, type Repeats, readCrossSection } from './repeats.ts'
import { type SharedRows, sharedRows } from './shared_rows.ts'

/** Answers to questions about the columns of a source. */
export interface SourceEvidence {
  /** How numbers and missing values are written. */
  readonly notation: CheckedNotation
  /** The counts of numbers, missing cells and odd cells of each column. */
  readonly columns: readonly ColumnProfile[]
  /**
   * The cells of a column that are no times.
   *
   * @param column - name of the column
   */
  oddTimes(column: string): Promise<OddTimes>
  /**
   * How often times repeat if the columns `ids` name the series.
   *
   * @param time - the columns of the time
   * @param ids - the columns that name the series
   */
  repeats(time: readonly string[], ids: readonly string[]): Promise<Repeats>
  /**
   * All rows of a few times, with the cells of some columns.
   *
   * @param time - the columns of the time
   * @param columns - the columns to read
   * @returns the rows
   */
  crossSection(time: readonly string[], columns: readonly string[]): Promise<readonly CrossRow[]>
  /**
   * The columns that have one value in all rows of a series.
   *
   * @param ids - the columns that name the series
   * @param columns - the columns to look at
   * @returns those that are constant within every series
   */
  constantWithin(ids: readonly string[], columns: readonly string[]): Promise<readonly string[]>
}

/**
 * Runs work on a connection, with the scan of a source.
 *
 * @internal
 */
export type UseScan = <T>(work: (connection: Connection, scan: Scan) => Promise<T>) => Promise<T>

/**
 * @internal
 * @param use - runs work on a connection, with the scan of the source
 * @param notation - how numbers and missing values are written
 */
export async function sourceEvidence(use: UseScan, notation: CheckedNotation): Promise<SourceEvidence> {
  const ask = <T>(work: (connection: Connection, rows: SharedRows, scan: Scan) => Promise<T>) =>
    use(async (connection, scan) => {
      const rows = sharedRows(scan)
      return work(connection, rows, scan).catch((cause) => {
        throw fileError(`read ${scan.label}`, cause)
      })
    })
  const named = ({ columns }: SharedRows, names: readonly string[]): SourceColumn[] =>
    names.map((name) => columns.find((column) => column.name === name) as SourceColumn)
  return {
    notation,
    columns: await ask((connection, _, scan) => profileSource(connection, scan, notation)),
    oddTimes: (column) => ask((connection, rows, scan) => findOddTimes(connection, scan, named(rows, [column])[0])),
    repeats: (time, ids) =>
      ask((connection, rows) => countRepeats(connection, rows, named(rows, time), named(rows, ids))),
    crossSection: (time, columns) =>
      ask((connection, rows) => readCrossSection(connection, rows, named(rows, time), named(rows, columns))),
    constantWithin: (ids, columns) =>
      ask((connection, rows) => findConstant(connection, rows, named(rows, ids), named(rows, columns))),
  }
}

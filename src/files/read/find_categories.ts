// Which covariates are categories, from the words and numbers in all their cells.

import { areMostlyNumbers } from '../../series/notation/mostly_numbers.ts'
import { mixedError } from '../../series/table/read_values.ts'
import type { Connection } from '../duckdb/connection.ts'
import { isWordSql } from '../plan/column_sql.ts'
import { isMissingSql, isNumberSql } from '../plan/number_sql.ts'
import type { Plan } from '../plan/plan_query.ts'
import type { Scan } from '../plan/scan_source.ts'
import type { PlannedColumn } from '../plan/select_rows.ts'
import { findCells, type PlacedCell } from './find_cells.ts'

/** How many cells of a column are words, and how many are numbers. */
export interface WordCount {
  readonly words: number
  readonly numbers: number
}

/** The columns in which words may occur, although they are not named as categories. */
export const openColumns = ({ columns, roles, targets, outputs }: Plan): PlannedColumn[] => {
  const closed = [roles.target, ...(targets ?? []), ...roles.categorical]
  return columns.filter(({ name, at }) => !closed.includes(name) && outputs.includes(`x${at}`))
}

/** SQL for the two counts of a column, over the rows of a plan. */
export function wordCountSql({ at, as }: PlannedColumn, { notation }: Plan): Record<keyof WordCount, string> {
  const word = isWordSql(`x${at}`, notation)
  const number =
    as === 'number'
      ? `n${at} is not null`
      : `not ${isMissingSql(`x${at}`, notation)} and ${isNumberSql(`x${at}`, notation)}`
  const counted = (condition: string) => `(count(*) filter (${condition}))::double`
  return { words: counted(word), numbers: counted(number) }
}

/**
 * The names of the columns that are categories.
 *
 * @param counts - the counts of the columns
 * @param scans - the source, and the future table
 * @throws {GatecastError} `ERR_TYPE` for a column of numbers with words among them, with the first such cell and its line
 */
export async function findCategories(
  connection: Connection,
  { notation }: Plan,
  columns: readonly PlannedColumn[],
  counts: readonly WordCount[],
  scans: readonly Scan[],
): Promise<string[]> {
  const found: string[] = []
  for (const [index, { name }] of columns.entries()) {
    const { words, numbers } = counts[index]
    if (words === 0) continue
    if (areMostlyNumbers(numbers, words + numbers)) throw await mixed(name, counts[index])
    found.push(name)
  }
  return found

  async function mixed(name: string, count: WordCount) {
    const isWord = (text: string) => isWordSql(text, notation)
    const places: PlacedCell[] = []
    for (const scan of scans) places.push(...(await findCells(connection, scan, name, isWord, 1)))
    const [{ cell, line: place }] = places
    return mixedError(name, { ...count, cell, place }, notation)
  }
}

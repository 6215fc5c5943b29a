import { GatecastError } from '../../base/error.ts'
import type { CheckedNotation } from '../../series/notation/notation.ts'
import { type Connection, queryRows } from '../duckdb/connection.ts'
import { fileError } from '../duckdb/file_error.ts'
import { duckdbTypeKind, textSql } from '../plan/column_sql.ts'
import { isMissingSql, isNumberSql } from '../plan/number_sql.ts'
import type { Scan } from '../plan/scan_source.ts'
import type { SourceColumn } from '../source.ts'
import { findCells, type PlacedCell } from './find_cells.ts'

/** The contents of a column of a source. All counts are over all rows. */
export interface ColumnProfile extends SourceColumn {
  /** Number of rows of the source. */
  rows: number
  /** Number of cells that are missing if the column holds numbers: empty, `NA` and the like, or declared as missing. */
  missing: number
  /** Number of cells without a text. Ids and categories know no other missing cells. */
  empty: number
  /** Number of cells that are numbers in the declared notation. `true` and `false` in texts are not counted. */
  numbers: number
  /** The first three cells that are neither numbers nor missing, in the order of the source. */
  odd: readonly PlacedCell[]
  /** Number of different texts among the first 20,000 rows, at most 10,000. Missing cells do not count. */
  distinct: number
  /** The first 200 cells as texts; `null` for a missing value of the source. */
  values: readonly (string | null)[]
}

/** Rows among which different texts are counted: a count over all rows would take longer than reading the table. */
const distinctRows = 20_000
const mostDistinct = 10_000
const shownRows = 200
const mostOdd = 3

/**
 * Profiles the columns that all relations of a scan have, by one query over all rows.
 *
 * @internal
 */
export async function profileSource(
  connection: Connection,
  scan: Scan,
  notation: CheckedNotation,
): Promise<ColumnProfile[]> {
  const columns = commonColumns(scan)
  const { counts, distinct, head } = await read(connection, scan, columns, notation).catch((cause) => {
    throw fileError(`read ${scan.label}`, cause)
  })
  const rows = counts.row_count as number
  if (rows === 0) {
    // An empty array of JSON has no names either.
    const names = scan.format?.name === 'json' ? '' : ': it has only the names of the columns'
    throw new GatecastError('ERR_DATA', `Expected at least one row in ${scan.label}, got none${names}`)
  }
  const profiles: ColumnProfile[] = []
  for (const [at, column] of columns.entries()) {
    const numbers = counts[`n${at}`] as number
    const missing = counts[`m${at}`] as number
    const empty = counts[`e${at}`] as number
    profiles.push({
      ...column,
      ...{ rows, missing, empty, numbers },
      odd: numbers + missing < rows ? await oddCells(connection, scan, column, notation) : [],
      distinct: distinct[`d${at}`] as number,
      values: head.map((row) => row[`x${at}`] as string | null),
    })
  }
  return profiles
}

/** @internal */
export const commonColumns = ({ relations }: Pick<Scan, 'relations'>): SourceColumn[] =>
  relations[0].columns.filter(({ name }) =>
    relations.every(({ columns }) => columns.some((column) => column.name === name)),
  )

async function read(
  connection: Connection,
  { relations }: Scan,
  columns: readonly SourceColumn[],
  notation: CheckedNotation,
) {
  const texts = relations.map((relation) => {
    const list = columns.map(({ name }, at) => {
      const own = relation.columns.find((column) => column.name === name) as SourceColumn
      return `${textSql(own)} as x${at}`
    })
    return `select ${list.join(', ')} from ${relation.from}`
  })
  const all = texts.join(' union all ')
  const select = (list: readonly string[], from: string) =>
    queryRows(connection, `select ${list.join(', ')} from (${from})`)
  const [counts] = await select(
    ['count(*)::double as row_count', ...columns.flatMap((column, at) => countsSql(column, at, notation))],
    all,
  )
  const [distinct] = await select(
    columns.map((_, at) => `least(count(distinct x${at}), ${mostDistinct})::double as d${at}`),
    `${all} limit ${distinctRows}`,
  )
  return { counts, distinct, head: await queryRows(connection, `select * from (${all}) limit ${shownRows}`) }
}

function countsSql(column: SourceColumn, at: number, notation: CheckedNotation): string[] {
  const { missing, number } = conditions(column, notation, `x${at}`)
  return [
    `count_if(${missing})::double as m${at}`,
    `count_if(x${at} is null or x${at} = '')::double as e${at}`,
    `count_if(not ${missing} and ${number})::double as n${at}`,
  ]
}

/** Whether a cell is missing, and whether it is a number, from its text. A typed number is one in any notation. */
function conditions(column: SourceColumn, notation: CheckedNotation, text: string) {
  const kind = duckdbTypeKind(column)
  const number = kind === 'text' ? isNumberSql(text, notation) : `${kind === 'number'}`
  const isMarked = kind === 'text' || notation.missing.length > 0
  return { missing: isMarked ? `(${text} is null or ${isMissingSql(text, notation)})` : `(${text} is null)`, number }
}

async function oddCells(
  connection: Connection,
  scan: Scan,
  column: SourceColumn,
  notation: CheckedNotation,
): Promise<PlacedCell[]> {
  const isOdd = (text: string) => {
    const { missing, number } = conditions(column, notation, text)
    return `not ${missing} and not ${number}`
  }
  return findCells(connection, scan, column.name, isOdd, mostOdd)
}

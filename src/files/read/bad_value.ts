import { type ErrorCode, GatecastError } from '../../base/error.ts'
import { type Connection, queryRows } from '../duckdb/connection.ts'
import { unescapeGlob } from '../duckdb/relation.ts'
import { identifier, literal } from '../duckdb/sql.ts'
import type { Plan } from '../plan/plan_query.ts'

/** A value that cannot be read. Its place in the file is searched for only after one was found. */
export class BadValue extends Error {
  readonly code: ErrorCode
  readonly advice: string
  readonly column: string
  readonly value: string | number

  constructor(code: ErrorCode, message: string, advice: string, column: string, value: string | number) {
    super(message)
    this.code = code
    this.advice = advice
    this.column = column
    this.value = value
  }
}

/**
 * The error of a time among some cells as a {@link BadValue}. The row in the message of the reader counts these cells, so
 * the cell is searched for in the files instead.
 */
export function badTime(error: unknown, cells: ArrayLike<unknown>, column: string): unknown {
  const [, message, row, advice] = /^(.*) \(row (\d+)\)\. (.*)$/s.exec((error as Error).message) ?? []
  const cell = cells[Number(row)]
  if (message === undefined || (typeof cell !== 'string' && typeof cell !== 'number')) return error
  return new BadValue('ERR_DATA', message, advice, column, String(cell))
}

/** The error for a value that cannot be read, with the file and line where the value occurs first. */
export async function locateBadValue(connection: Connection, bad: BadValue, plan: Plan): Promise<GatecastError> {
  const place = await findPlace(connection, bad, plan).catch(() => undefined)
  return new GatecastError(bad.code, `${bad.message}${place ? ` (${place})` : ''}. ${bad.advice}`)
}

async function findPlace(connection: Connection, { column, value }: BadValue, plan: Plan): Promise<string | undefined> {
  const wanted = typeof value === 'number' ? `${value > 0 ? '' : '-'}infinity` : value
  for (const { files, fromFile, columns } of plan.relations) {
    if (!columns.some(({ name }) => name === column)) continue
    for (const file of fromFile ? files : []) {
      const numbered = `select row_number() over () as row, ${identifier(column)}::varchar as value from ${fromFile?.(file)}`
      const sql = `select row from (${numbered}) where value = ${literal(wanted)} limit 1`
      const [found] = await queryRows(connection, `select row from (${sql})`)
      if (found) return `${plan.format?.placeOf(Number(found.row))} of "${unescapeGlob(file)}"`
    }
  }
  return undefined
}

import { type ErrorCode, GatecastError } from '../../base/error.ts'
import { type Connection, rowsOf } from '../duckdb/connection.ts'
import { unescapeGlob } from '../duckdb/relation.ts'
import { identifier, literal } from '../duckdb/sql.ts'
import type { Plan } from './plan_query.ts'

/** A value that cannot be read. Where it stands in its file is looked up once it is known that there is one. */
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

/** The error for a value that cannot be read, with the file and the line of the first one. */
export async function located(connection: Connection, bad: BadValue, plan: Plan): Promise<GatecastError> {
  const where = await placeOf(connection, bad, plan).catch(() => undefined)
  return new GatecastError(bad.code, `${bad.message}${where ? ` (${where})` : ''}. ${bad.advice}`)
}

async function placeOf(connection: Connection, { column, value }: BadValue, plan: Plan): Promise<string | undefined> {
  const wanted = typeof value === 'number' ? `${value > 0 ? '' : '-'}infinity` : value
  for (const { files, ofFile, columns } of plan.parts) {
    if (!columns.some(({ name }) => name === column)) continue
    for (const file of ofFile ? files : []) {
      const numbered = `select row_number() over () as row, ${identifier(column)}::varchar as value from ${ofFile?.(file)}`
      const sql = `select row from (${numbered}) where value = ${literal(wanted)} limit 1`
      const [found] = await rowsOf(connection, `select row from (${sql})`)
      // The first line of a CSV file has the names.
      if (found && plan.format === 'csv') return `line ${Number(found.row) + 1} of "${unescapeGlob(file)}"`
      if (found) return `row ${found.row} of "${unescapeGlob(file)}"`
    }
  }
  return undefined
}

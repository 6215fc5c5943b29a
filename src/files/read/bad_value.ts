import { type ErrorCode, GatecastError } from '../../base/error.ts'
import type { Connection } from '../duckdb/connection.ts'
import { literal } from '../duckdb/sql.ts'
import type { Plan } from '../plan/plan_query.ts'
import { findCells } from './find_cells.ts'

/** A value that cannot be read. Its place in the file is searched for only after one was found. */
export class BadValue extends Error {
  readonly code: ErrorCode
  readonly advice: string
  readonly column: string
  readonly series: string
  readonly value: string | number

  constructor(code: ErrorCode, message: string, advice: string, column: string, value: string | number, series = '') {
    super(message)
    this.code = code
    this.advice = advice
    this.column = column
    this.series = series
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

async function findPlace(
  connection: Connection,
  { column, series, value }: BadValue,
  plan: Plan,
): Promise<string | undefined> {
  const wanted = typeof value === 'number' ? `${value > 0 ? '' : '-'}infinity` : value
  const relations = plan.relations.map((relation) => relation.wide ?? relation)
  const named = column === plan.timeColumns.join(' ') ? plan.timeColumns : column
  const own = plan.layout === 'wide' && column === plan.roles.target ? series : named
  const isWanted = (text: string) => `${text} = ${literal(wanted)}`
  const [found] = await findCells(connection, { ...plan, relations }, own, isWanted, 1)
  return found?.line
}

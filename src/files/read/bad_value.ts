import { type ErrorCode, GatecastError } from '../../base/error.ts'
import type { Connection } from '../duckdb/connection.ts'
import type { Plan } from '../plan/plan_query.ts'
import { findPlace } from './find_place.ts'

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

/** The error for a value that cannot be read, with the file and line where the value occurs first. */
export async function locateBadValue(connection: Connection, bad: BadValue, plan: Plan): Promise<GatecastError> {
  const { column, value } = bad
  const cell = typeof value === 'number' ? `${value > 0 ? '' : '-'}infinity` : value
  const place = await findPlace(connection, column, cell, plan).catch(() => undefined)
  return new GatecastError(bad.code, `${bad.message}${place ? ` (${place})` : ''}. ${bad.advice}`)
}

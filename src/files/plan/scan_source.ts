import { GatecastError } from '../../base/error.ts'
import { type CheckedNotation, checkNotation, plainNotation } from '../../series/notation/notation.ts'
import type { Connection } from '../duckdb/connection.ts'
import { fileError } from '../duckdb/file_error.ts'
import { describeRelation, type Relation } from '../duckdb/relation.ts'
import { isRemote, loadRemote } from '../duckdb/remote.ts'
import type { Format } from '../formats/format.ts'
import { formats } from '../formats/index.ts'
import type { Inputs } from '../input/inputs.ts'
import { pipesIn } from '../input/pipe.ts'
import type { Reading } from '../reading.ts'
import type { Source } from '../source.ts'
import { checkSource } from './check_source.ts'

/** The rows of a source, found but not read. */
export interface Scan {
  readonly relations: readonly Relation[]
  /** The source in messages. */
  readonly label: string
  /** The files that were found; empty for a query or a table of a database. */
  readonly files: readonly string[]
  /** The format of the files; `undefined` for a query. */
  readonly format: Format | undefined
}

/**
 * Finds the rows of a source, without reading them.
 *
 * @param inputs - copies of inputs that cannot be read as they are
 * @param notation - how numbers in texts are written
 */
export async function scanSource(
  connection: Connection,
  given: Source,
  inputs: Inputs,
  notation: CheckedNotation = plainNotation,
): Promise<Scan> {
  const source = await inputs.withoutPipes(given)
  const { paths, format: name } = checkSource(source)
  const format: Format | undefined = name && formats[name]
  const label = source.query === undefined ? paths.join(', ') : 'the query'
  try {
    if (paths.some(isRemote)) await loadRemote(connection, paths)
    if (source.query === undefined && format)
      return { ...(await format.scan({ connection, paths, source, notation, inputs })), label, format }
    await format?.openForQuery?.(connection, paths[0])
    const from = `(${withoutSemicolons(source.query ?? '')}\n)`
    return { relations: [await describeRelation(connection, from, label)], label, files: [], format: undefined }
  } catch (cause) {
    throw fileError(`read ${label}`, cause)
  }
}

const withoutSemicolons = (query: string): string => query.trim().replace(/;+$/, '')

/** Finds the rows of a source, and of the future rows that a reading names. */
export async function scanBoth(
  connection: Connection,
  source: Source,
  reading: Reading,
  inputs: Inputs,
): Promise<readonly [Scan, Scan | undefined]> {
  const notation = checkNotation(reading ?? {})
  if (source.query !== undefined && /^[+-]\d\d:?(?!00)\d\d$/.test(reading.timeZone ?? ''))
    throw new GatecastError(
      'ERR_RANGE',
      `Expected the IANA name of a time zone for a query, got "${reading.timeZone}". Use for example Asia/Kolkata`,
    )
  checkPipes(source, reading?.future)
  const history = await scanSource(connection, source, inputs, notation)
  return [history, reading?.future && (await scanSource(connection, reading.future, inputs, notation))]
}

function checkPipes(source: Source, future: Source | undefined): void {
  const both = pipesIn(source).find((pipe) => future && pipesIn(future).includes(pipe))
  if (both === undefined) return
  throw new GatecastError(
    'ERR_DATA',
    `Expected the rows and the future rows from two places, got ${both} for both, which can be read only once`,
  )
}

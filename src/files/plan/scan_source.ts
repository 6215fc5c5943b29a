import { type CheckedNotation, checkNotation, plainNotation } from '../../series/notation/notation.ts'
import type { Connection } from '../duckdb/connection.ts'
import { fileError } from '../duckdb/file_error.ts'
import { describeRelation, type Relation } from '../duckdb/relation.ts'
import { isRemote, loadRemote } from '../duckdb/remote.ts'
import type { Format } from '../formats/format.ts'
import { formats } from '../formats/index.ts'
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
 * @param notation - how numbers in texts are written
 */
export async function scanSource(
  connection: Connection,
  source: Source,
  notation: CheckedNotation = plainNotation,
): Promise<Scan> {
  const { paths, format: name } = checkSource(source)
  const format: Format | undefined = name && formats[name]
  const label = source.query === undefined ? paths.join(', ') : 'the query'
  try {
    if (paths.some(isRemote)) await loadRemote(connection, paths)
    if (source.query === undefined && format)
      return { ...(await format.scan(connection, paths, source, notation)), label, format }
    await format?.openForQuery?.(connection, paths[0])
    const from = `(${withoutSemicolons(source.query ?? '')}\n)`
    return { relations: [await describeRelation(connection, from, label)], label, files: [], format: undefined }
  } catch (cause) {
    throw fileError(`read ${label}`, cause)
  }
}

/** Finds the rows of a source, and those of the future table if there is one. */
export async function scanBoth(connection: Connection, source: Source, reading: Reading) {
  const notation = checkNotation(reading ?? {})
  const history = await scanSource(connection, source, notation)
  return [history, reading?.future && (await scanSource(connection, reading.future, notation))] as const
}

const withoutSemicolons = (query: string): string => query.trim().replace(/;+$/, '')

import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { publish, temporaryFor } from '../../base/atomic_file.ts'
import { shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { fileError } from '../duckdb/file_error.ts'
import { type Rows, runOver } from '../duckdb/run_over_rows.ts'
import { literal } from '../duckdb/sql.ts'
import { checkColumns, planColumns, type WriteColumn } from './write_columns.ts'

/** What was written. */
export interface Written {
  /** Rows of the table. */
  rows: number
  /** Size of the file. */
  bytes: number
  /** Of the whole file, in hexadecimal digits. */
  sha256: string
}

/**
 * Writes a table as Parquet or CSV, by the extension of the path (`.parquet`, `.csv`, `.csv.gz`, `.tsv`). The file is
 * there whole or not at all: it is written under a temporary name in its folder, synced and renamed. The same columns
 * give the same bytes.
 *
 * @param path - whose extension says which format
 * @param columns - of equal length, with names that differ
 * @throws {GatecastError} `ERR_FILE` with path and reason; nothing half-written stays
 * @example
 * await writeTable('forecast.parquet', [
 *   { name: 'store', type: 'text', values: ['a', 'b'], repeat: 28 }, // 28 rows each
 *   { name: 'date', type: 'date', values: days },
 *   { name: 'mean', type: 'number', values: means },
 * ])
 */
export async function writeTable(path: string, columns: readonly WriteColumn[]): Promise<Written> {
  const rows = checkColumns(columns)
  const { sources, select } = planColumns(columns, rows)
  return copyTo(path, rows, sources, select)
}

/** Runs a SELECT over rows in memory into a file. */
export async function copyTo(
  path: string,
  rows: number,
  sources: readonly Rows[],
  select: (from: string[]) => string,
): Promise<Written> {
  const options = optionsOf(path)
  const temporary = temporaryFor(path)
  try {
    await runOver(sources, (from) => `copy (${select(from)}) to ${literal(temporary)} (${options}, use_tmp_file false)`)
    const hash = createHash('sha256')
    await pipeline(createReadStream(temporary, { highWaterMark: 1 << 20 }), hash)
    const { size } = await stat(temporary)
    await publish(temporary, path)
    return { rows, bytes: size, sha256: hash.digest('hex') }
  } catch (cause) {
    await rm(temporary, { force: true })
    if (cause instanceof Error) cause.message = cause.message.replaceAll(temporary, path)
    throw fileError(`write "${path}"`, cause)
  }
}

function optionsOf(path: string): string {
  if (typeof path !== 'string' || path.includes('\0'))
    throw new GatecastError('ERR_TYPE', `Expected the path of a file, got ${shown(path)}`)
  if (/\.(parquet|pq)$/i.test(path)) return 'format parquet, compression snappy, dictionary_size_limit 8192'
  const csv = `format csv, header true, quote '"', escape '"', timestampformat '%Y-%m-%dT%H:%M:%S.%gZ'`
  if (/\.csv$/i.test(path)) return csv
  if (/\.csv\.gz$/i.test(path)) return `${csv}, compression gzip`
  if (/\.tsv$/i.test(path)) return `${csv}, delim '\t'`
  throw new GatecastError('ERR_FILE', `Expected a path that ends in .parquet, .csv, .csv.gz or .tsv, got "${path}"`)
}

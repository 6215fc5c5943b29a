import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { checkSignal } from '../../base/abort.ts'
import { publish, temporaryFor } from '../../base/atomic_file.ts'
import { isError } from '../../base/brand.ts'
import { shown } from '../../base/check.ts'
import { defined } from '../../base/defined.ts'
import { GatecastError } from '../../base/error.ts'
import { fileError } from '../duckdb/file_error.ts'
import { type NextRows, runOverRows } from '../duckdb/run_over_rows.ts'
import { literal } from '../duckdb/sql.ts'
import { writingTo } from './output_formats.ts'

/** A table that was written to a file. */
export interface Written {
  /** Number of rows of the table. */
  rows: number
  /** Size of the file in bytes. */
  bytes: number
  /** SHA-256 of the file, in hexadecimal digits. */
  sha256: string
}

/** Called with a file that is written under a temporary name. If it throws, the file does not get its name. */
export type BeforeRename = (written: Written) => Promise<void>

/**
 * Writes the result of a SELECT to a file, in the format that its extension names. The file is written under a
 * temporary name and renamed when it is complete.
 *
 * @param rows - number of rows of the result
 * @param inputs - rows in memory that the SELECT reads
 * @param select - makes the SELECT from the SQL to put after FROM for each input
 * @param beforeRename - called with what was written before the file gets its name
 * @param signal - stops the call; no file is left
 */
export async function copyToFile(
  path: string,
  rows: number,
  inputs: readonly NextRows[],
  select: (from: string[]) => string,
  beforeRename?: BeforeRename,
  signal?: AbortSignal,
): Promise<Written> {
  if (typeof path !== 'string' || path.includes('\0'))
    throw new GatecastError('ERR_TYPE', `Expected the path of a file, got ${shown(path)}`)
  const { copyOptions } = writingTo(path)
  const temporary = temporaryFor(path)
  try {
    await runOverRows(
      inputs,
      (from) => `copy (${select(from)}) to ${literal(temporary)} (${copyOptions}, use_tmp_file false)`,
      signal,
    )
    const hash = createHash('sha256')
    await pipeline(createReadStream(temporary, { highWaterMark: 1 << 20 }), hash, defined({ signal }))
    checkSignal(signal)
    const { size } = await stat(temporary)
    const written: Written = { rows, bytes: size, sha256: hash.digest('hex') }
    await beforeRename?.(written)
    await publish(temporary, path)
    return written
  } catch (cause) {
    await rm(temporary, { force: true })
    checkSignal(signal)
    if (isError(cause)) cause.message = cause.message.replaceAll(temporary, path)
    throw fileError(`write "${path}"`, cause)
  }
}

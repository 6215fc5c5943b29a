import { isError } from '../../base/brand.ts'
import { type ErrorCode, GatecastError } from '../../base/error.ts'
import { longestLine } from '../input/csv_text.ts'

/** Hints at the end of DuckDB's messages. They name options of DuckDB that users of gatecast cannot set. */
const hints =
  /\n+(Possible (fixes|solution)|Potential fixes|LINE \d+:|The search space|For more info| {2}file = )[\s\S]*$/i

/** DuckDB repeats the line that it could not read, of any length. */
const longText = /([^\n]{300})[^\n]*/g
const tooLong = `a line longer than ${longestLine.toLocaleString('en')} bytes. Look for a quote that is not closed, or a file that is no CSV`

/**
 * An error of DuckDB or of the file system as a GatecastError.
 *
 * @param action - the action that failed, as the message names it, for example `read "sales.csv"`
 */
export function fileError(action: string, cause: unknown): Error {
  if (cause instanceof GatecastError) return cause
  const message = isError(cause) ? cause.message : String(cause)
  const file = /\n {2}file = (.*)/.exec(message)?.[1]
  const reason = (/Maximum line size|Parallel CSV Reader/.test(message) ? tooLong : message)
    .replace(hints, '')
    .replace(longText, '$1...')
    .replace(/^(Invalid Input|IO|Binder|Parser|Catalog) Error: /, '')
    .trim()
  const where = file === undefined || action.includes(file) ? '' : ` (file "${file}")`
  return new GatecastError(
    codeFor(message, (cause as NodeJS.ErrnoException)?.code),
    `Expected to ${action}${where}, got: ${reason}${adviceFor(message)}`,
    { cause },
  )
}

function codeFor(message: string, errno: string | undefined): ErrorCode {
  if (errno !== undefined) return 'ERR_FILE'
  if (/^Out of Memory/.test(message)) return 'ERR_MEMORY'
  if (
    /^(IO|Permission|HTTP) Error|magic bytes|not a valid|corrupt|truncated|Snappy|decompress|zlib|gzip|EOF/i.test(
      message,
    )
  )
    return 'ERR_FILE'
  return 'ERR_DATA'
}

function adviceFor(message: string): string {
  if (/^Out of Memory/.test(message))
    return '. Read fewer series at a time, or give DuckDB more memory: Tables.open({ memory: "2GB" })'
  if (/No files found/.test(message)) return '. Check the path; relative paths start at the working directory'
  if (/not utf-8/i.test(message)) return '. Save the file as UTF-8'
  return ''
}

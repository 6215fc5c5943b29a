import { type ErrorCode, GatecastError } from '../../base/error.ts'

/** DuckDB's hints name its own options, which are not ours. */
const hints =
  /\n+(Possible (fixes|solution)|Potential fixes|LINE \d+:|The search space|For more info| {2}file = )[\s\S]*$/i

/** What went wrong in DuckDB, as an error that says what was being read or written. */
export function fileError(doing: string, cause: unknown): Error {
  if (cause instanceof GatecastError) return cause
  const given = cause instanceof Error ? cause.message : String(cause)
  const file = /\n {2}file = (.*)/.exec(given)?.[1]
  const said = given
    .replace(hints, '')
    .replace(/^(Invalid Input|IO|Binder|Parser|Catalog) Error: /, '')
    .trim()
  const where = file === undefined || doing.includes(file) ? '' : ` (file "${file}")`
  return new GatecastError(
    codeOf(given, (cause as NodeJS.ErrnoException)?.code),
    `Expected to ${doing}${where}, got: ${said}${advice(given)}`,
    { cause },
  )
}

function codeOf(message: string, errno: string | undefined): ErrorCode {
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

function advice(message: string): string {
  if (/^Out of Memory/.test(message)) return '. Read fewer series at a time, or give Tables.open a larger memory'
  if (/No files found/.test(message)) return '. Check the path; relative ones start at the working directory'
  if (/not utf-8/i.test(message)) return '. Save the file as UTF-8'
  return ''
}

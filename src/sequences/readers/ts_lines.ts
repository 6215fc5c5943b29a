import { GatecastError } from '../../base/error.ts'

/** A line that is neither empty nor a comment. */
export interface TsLine {
  readonly text: string
  /** The number of the line, from 1. */
  readonly number: number
}

/** A longer line would be beyond the longest text of JavaScript when its bytes become one. */
const longest = 2 ** 28

/**
 * The lines of a file, without comments. The archives' own files mark comments by `#`; files for tests of other libraries
 * by `%`. Each line becomes a text of its own: a whole file may be longer than a text can be.
 *
 * @throws {GatecastError} `ERR_FILE` naming a line that is too long
 */
export function* tsLines(bytes: Buffer, path: string): Generator<TsLine> {
  for (let at = 0, number = 1; at < bytes.length; number++) {
    const next = bytes.indexOf('\n', at)
    const end = next < 0 ? bytes.length : next
    if (end - at > longest)
      throw new GatecastError(
        'ERR_FILE',
        `"${path}", line ${number}: Expected a line of at most ${longest} bytes, got ${end - at}`,
      )
    const text = bytes.toString('utf8', at, end).trim()
    if (text !== '' && !text.startsWith('#') && !text.startsWith('%')) yield { text, number }
    at = end + 1
  }
}

// Reads a CSV file as text: finds its encoding, undoes gzip, and splits it into lines.

import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { isRemote } from '../duckdb/remote.ts'

/** Whether Node can read a file itself. DuckDB reads addresses and files that are compressed by zstd. */
export const isReadable = (file: string): boolean => !isRemote(file) && !/\.zst$/i.test(file)

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be'

/** The encoding of a text from its first bytes: a byte-order mark, or a zero in every second byte. */
export function encodingOf(bytes: Uint8Array): Encoding {
  const [first, second, third, fourth] = bytes
  if ((first === 0xff && second === 0xfe) || (first > 0 && second === 0 && third > 0 && fourth === 0)) return 'utf-16le'
  if ((first === 0xfe && second === 0xff) || (first === 0 && second > 0 && third === 0 && fourth > 0)) return 'utf-16be'
  return 'utf-8'
}

/** The bytes of a file, without gzip. */
export async function* bytesOf(file: string): AsyncGenerator<Uint8Array> {
  const stream = createReadStream(file)
  if (!/\.gz$/i.test(file)) return yield* stream
  const bytes = createGunzip()
  stream.on('error', (error) => bytes.destroy(error)).pipe(bytes)
  yield* bytes
}

/** A line, and the characters that end it. */
export type Line = readonly [text: string, end: string]

/** The lines of a file, many at a time. */
export async function* linesOf(file: string): AsyncGenerator<Line[]> {
  let decoder: InstanceType<typeof TextDecoder> | undefined
  let rest = ''
  for await (const bytes of bytesOf(file)) {
    decoder ??= new TextDecoder(encodingOf(bytes))
    const { lines, left } = split(rest + decoder.decode(bytes, { stream: true }))
    rest = left
    yield lines
  }
  // The rest has no line end, or ends with a \r that nothing follows.
  if (rest !== '') yield [[rest.replace(/\r$/, ''), rest.endsWith('\r') ? '\r' : '']]
}

/** Splits a text into lines. What follows the last end of a line is left, and so is a \r that an \n may follow. */
function split(text: string): { lines: Line[]; left: string } {
  const lines: Line[] = []
  let from = 0
  for (const { index, 0: end } of text.matchAll(/\r\n|\n|\r(?!$)/g)) {
    lines.push([text.slice(from, index), end])
    from = index + end.length
  }
  return { lines, left: text.slice(from) }
}

/**
 * Returns whether a quoted field is open at the end of a line.
 *
 * @param isOpen - whether one was open at its start
 */
export function leavesQuoteOpen(line: string, isOpen: boolean, delimiter: string): boolean {
  if (!line.includes('"')) return isOpen
  let open = isOpen
  let starts = !isOpen
  for (let at = 0; at < line.length; at++) {
    const sign = line[at]
    if (open) {
      if (sign !== '"') continue
      if (line[at + 1] === '"') at++
      else open = false
    } else if (sign === '"' && starts) open = true
    starts = sign === delimiter
  }
  return open
}

/** The bytes that are read to find the header. */
const headBytes = 65_536

/** The start of a CSV file. */
export interface CsvStart {
  /** The first lines. A line that does not end within the bytes that were read is left out. */
  readonly lines: readonly string[]
  readonly encoding: Encoding
  /** Lines end in different ways. DuckDB refuses that in the middle of a file, and misreads it in the first lines. */
  readonly isUneven: boolean
}

export async function readStart(file: string): Promise<CsvStart> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const bytes of bytesOf(file)) {
    parts.push(bytes)
    length += bytes.length
    if (length >= headBytes) break
  }
  const bytes = Buffer.concat(parts)
  const encoding = encodingOf(bytes)
  const text = new TextDecoder(encoding).decode(bytes)
  const lines = text.split(/\r\n|\n|\r/)
  const ends = new Set(text.match(/\r\n|\n|\r(?!$)/g))
  return {
    lines: length >= headBytes && lines.length > 1 ? lines.slice(0, -1) : lines,
    encoding,
    isUneven: ends.size > 1,
  }
}

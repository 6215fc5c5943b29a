// Reads a CSV file as text: finds its encoding, undoes gzip, and splits it into lines.

import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { createGunzip } from 'node:zlib'
import { GatecastError } from '../../base/error.ts'
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

/** The bytes that are read to find the header. If the first line is longer, they are read up to its end. */
const headBytes = 65_536
/** DuckDB reads no line that is longer. */
export const longestLine = 2_000_000

/** The error for a line that is no row of a table. */
export const lineTooLong = (file: string): GatecastError =>
  new GatecastError(
    'ERR_DATA',
    `Expected lines of at most ${longestLine.toLocaleString('en')} bytes in "${file}", got a longer one. Look for a quote ` +
      'that is not closed; if the file has another format, name it with --format (format of the source)',
  )

/** The start of a CSV file. */
export interface CsvStart {
  /** The first lines. A line that does not end within the bytes that were read is left out. */
  readonly lines: readonly string[]
  readonly encoding: Encoding
  /** Lines end in different ways. DuckDB refuses that in the middle of a file, and misreads it in the first lines. */
  readonly isUneven: boolean
}

const holdsLineEnd = (bytes: Uint8Array): boolean => bytes.includes(10) || bytes.includes(13)

export async function readStart(file: string): Promise<CsvStart> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const bytes of bytesOf(file)) {
    parts.push(bytes)
    length += bytes.length
    if (length > longestLine || (length >= headBytes && parts.some(holdsLineEnd))) break
  }
  const bytes = Buffer.concat(parts)
  const encoding = encodingOf(bytes)
  const text = new TextDecoder(encoding).decode(bytes)
  const lines = text.split(/\r\n|\n|\r/)
  if (lines.length === 1 && length > longestLine) throw lineTooLong(file)
  const ends = new Set(text.match(/\r\n|\n|\r(?!$)/g))
  return {
    lines: length >= headBytes && lines.length > 1 ? lines.slice(0, -1) : lines,
    encoding,
    isUneven: ends.size > 1,
  }
}

/** A line that DuckDB may lose is longer than its buffer. */
const buffer = 32_000_000

/**
 * DuckDB silently leaves out the last line of a file if it is longer than its buffer.
 *
 * @throws {GatecastError} `ERR_DATA` if the last line is longer than a line may be
 */
export async function checkLastLine(file: string): Promise<void> {
  const handle = await open(file)
  try {
    const { size } = await handle.stat()
    const last = /\.gz$/i.test(file) ? await lastOfGzip(file, handle, size) : await lastOf(handle, size)
    if (last > longestLine) throw lineTooLong(file)
  } finally {
    await handle.close()
  }
}

/** The bytes of the last line, if they are not much more than a line may have. */
async function lastOf(handle: FileHandle, size: number): Promise<number> {
  const piece = Buffer.alloc(Math.min(headBytes, size))
  for (let end = size; end > 0 && size - end <= longestLine; end -= piece.length) {
    const { bytesRead } = await handle.read(piece, 0, Math.min(piece.length, end), Math.max(0, end - piece.length))
    // The last two bytes of the file may be the end of the line.
    if (holdsLineEnd(piece.subarray(0, end === size ? bytesRead - 2 : bytesRead))) return size - end
    if (end <= piece.length) return size
  }
  return size
}

/** Only a file that unpacks to more than a buffer is unpacked: the last four bytes say how much that is. */
async function lastOfGzip(file: string, handle: FileHandle, size: number): Promise<number> {
  if (size < 18) return 0
  const { buffer: end } = await handle.read(Buffer.alloc(4), 0, 4, size - 4)
  // The size is counted modulo 4 GB, and no file shrinks to less than a thousandth.
  if (end.readUInt32LE() < buffer && size < 2 ** 22) return 0
  // The bytes after the last end of a line, and of the line that it ended.
  let [rest, ended] = [0, 0]
  for await (const bytes of bytesOf(file)) {
    const at = lastLineEnd(bytes, bytes.length - 1)
    if (at < 0) rest += bytes.length
    else {
      const before = lastLineEnd(bytes, bytes[at] === 10 && bytes[at - 1] === 13 ? at - 2 : at - 1)
      ended = before < 0 ? rest + at : at - before
      rest = bytes.length - 1 - at
    }
  }
  return rest > 0 ? rest : ended
}

const lastLineEnd = (bytes: Uint8Array, from: number): number =>
  from < 0 ? -1 : Math.max(bytes.lastIndexOf(10, from), bytes.lastIndexOf(13, from))

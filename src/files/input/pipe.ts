import { constants, createReadStream, createWriteStream, fstatSync, openSync, statSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { Socket } from 'node:net'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { AbortError, GatecastError } from '../../base/error.ts'
import type { FormatName, Source } from '../source.ts'

/** `-` and the names of standard input and of other open files of this process. */
const descriptorPath = /^(?:-|\/dev\/stdin|\/dev\/fd\/(\d+)|\/proc\/self\/fd\/(\d+))$/

/** Returns whether a path can be read only once: standard input, `<(...)` of a shell, or a named pipe. */
export function isPipe(path: unknown): path is string {
  if (typeof path !== 'string') return false
  if (descriptorPath.test(path)) return true
  try {
    const stat = statSync(path)
    return stat.isFIFO() || stat.isSocket() || stat.isCharacterDevice()
  } catch {
    return false
  }
}

/** The pipes among the paths of a source. All names of standard input are `-`. */
export const pipesIn = ({ path }: Source): string[] =>
  [path ?? []]
    .flat()
    .filter(isPipe)
    .map((one) => (/^(-|\/dev\/stdin|\/dev\/fd\/0|\/proc\/self\/fd\/0)$/.test(one) ? '-' : one))

/**
 * Reads a pipe to its end into a file.
 *
 * @param folder - where the file is made
 * @param format - the format; by default it is found from the name of the pipe or from its first bytes
 * @returns the path of the file, whose extension names the format
 * @throws {GatecastError} `ERR_FILE` if it cannot be read or is empty, `ABORT_ERR`
 */
export async function spoolPipe(
  path: string,
  folder: string,
  format: FormatName | undefined,
  signal: AbortSignal | undefined,
): Promise<string> {
  const name = path === '-' ? 'standard input' : `"${path}"`
  let source: Readable | undefined
  const stop = () => source?.destroy(new AbortError(signal?.reason))
  try {
    if (signal?.aborted) throw new AbortError(signal.reason)
    source = openPipe(path)
    signal?.addEventListener('abort', stop)
    const first = await firstBytes(source)
    await mkdir(folder, { recursive: true })
    const file = join(folder, `pipe${format ? `.${format}` : extensionFor(path, first)}`)
    await pipeline(source, createWriteStream(file))
    return file
  } catch (cause) {
    if (cause instanceof GatecastError) throw cause
    throw new GatecastError('ERR_FILE', `Expected to read ${name}, got: ${(cause as Error).message}`, { cause })
  } finally {
    signal?.removeEventListener('abort', stop)
    source?.destroy()
  }
}

/** Opens a pipe for reading. Destroying the stream ends the waiting for a writer. */
export function openPipe(path: string): Readable {
  const [, one, other] = descriptorPath.exec(path) ?? []
  if (descriptorPath.test(path)) {
    const fd = Number(one ?? other ?? 0)
    if (fd !== 0) return streamOf(fd)
    if (!process.stdin.readableEnded) return process.stdin
    throw new GatecastError('ERR_FILE', 'Expected standard input once, as it can be read only once, got it twice')
  }
  // Without O_NONBLOCK, opening a named pipe waits in a thread for a writer, and nothing can end that.
  return streamOf(openSync(path, constants.O_RDONLY | constants.O_NONBLOCK))
}

/** A pipe is read as a socket, because that can be ended while nothing arrives. */
function streamOf(fd: number): Readable {
  const stat = fstatSync(fd)
  return stat.isFIFO() || stat.isSocket()
    ? new Socket({ fd, readable: true, writable: false })
    : createReadStream('', { fd })
}

/** Waits for the first bytes, and leaves them in the stream. */
async function firstBytes(source: Readable): Promise<Buffer> {
  const bytes = await new Promise<Buffer | null>((resolve, reject) => {
    source.once('readable', () => resolve(source.read()))
    source.once('end', () => resolve(null)).once('error', reject)
  })
  if (bytes === null) throw new GatecastError('ERR_FILE', 'Expected rows from the pipe, got none before it ended')
  source.unshift(bytes)
  return bytes
}

/** The extension of the format: from the name, or from the first bytes. CSV has no mark of its own. */
function extensionFor(path: string, first: Buffer): string {
  const named = /(\.[a-z]+)(\.(gz|zst))?$/i.exec(path)?.[0]
  if (named !== undefined) return named.toLowerCase()
  if (first.subarray(0, 4).toString('latin1') === 'PAR1') return '.parquet'
  if (first.subarray(8, 12).toString('latin1') === 'DUCK') return '.duckdb'
  if (first[0] === 0x1f && first[1] === 0x8b) return '.csv.gz'
  return /^\s*[[{]/.test(first.subarray(0, 64).toString('latin1')) ? '.json' : '.csv'
}

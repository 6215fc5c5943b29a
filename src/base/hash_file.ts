import { createReadStream } from 'node:fs'
import { GatecastError } from './error.ts'

/** Whether an error says that there is no such file: a folder is none. */
export const isAbsent = (error: unknown): boolean =>
  ['ENOENT', 'ENOTDIR', 'EISDIR'].includes((error as NodeJS.ErrnoException).code ?? '')

/**
 * The SHA-256 of a file as hexadecimal text, or `undefined` if there is no such file.
 *
 * @throws {GatecastError} `ERR_FILE` if the file cannot be read
 */
export async function hashFile(path: string): Promise<string | undefined> {
  // Loading this module takes Node longer than an import of the library may take.
  const { createHash } = await import('node:crypto')
  const hash = createHash('sha256')
  try {
    for await (const piece of createReadStream(path, { highWaterMark: 2 ** 20 })) hash.update(piece)
  } catch (cause) {
    if (isAbsent(cause)) return undefined
    throw new GatecastError('ERR_FILE', `Expected to read "${path}", got: ${(cause as Error).message}`, { cause })
  }
  return hash.digest('hex')
}

import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { checkText } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'

/**
 * The bytes of a file; those of a `.gz` file are decompressed.
 *
 * @throws {GatecastError} `ERR_FILE` if the file cannot be read
 */
export async function readBytes(path: string): Promise<Buffer> {
  checkText('path', path)
  try {
    const bytes = await readFile(path)
    return /\.gz$/i.test(path) ? await promisify(gunzip)(bytes) : bytes
  } catch (cause) {
    throw new GatecastError('ERR_FILE', `Expected to read "${path}", got: ${(cause as Error).message}`, { cause })
  }
}

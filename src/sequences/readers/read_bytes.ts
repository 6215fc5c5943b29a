import { constants } from 'node:buffer'
import { readFile, stat } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { checkText } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { checkMemory, maxMemory } from '../../base/resources/memory_limit.ts'

/**
 * The bytes of a file; those of a `.gz` file are decompressed.
 *
 * @throws {GatecastError} `ERR_FILE` if the file cannot be read, `ERR_MEMORY` if its bytes are more than a call may take
 */
export async function readBytes(path: string): Promise<Buffer> {
  checkText('path', path)
  try {
    checkMemory((await stat(path)).size, `the bytes of "${path}"`, remedy)
    const bytes = await readFile(path)
    return /\.gz$/i.test(path) ? await unpacked(bytes, path) : bytes
  } catch (cause) {
    if (cause instanceof GatecastError) throw cause
    throw new GatecastError('ERR_FILE', `Expected to read "${path}", got: ${(cause as Error).message}`, { cause })
  }
}

const remedy = 'Cut the file into several'

/** A few megabytes may unpack to terabytes. While they become one buffer, they are in memory twice. */
async function unpacked(bytes: Buffer, path: string): Promise<Buffer> {
  const most = Math.floor(Math.min(constants.MAX_LENGTH, maxMemory() / 2))
  return promisify(gunzip)(bytes, { maxOutputLength: most }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ERR_BUFFER_TOO_LARGE') checkMemory(2 * most + 1e6, `the unpacked bytes of "${path}"`, remedy)
    throw error
  })
}

import { createReadStream } from 'node:fs'

/** The SHA-256 of a file as hexadecimal text, or `undefined` if there is no such file. */
export async function hashFile(path: string): Promise<string | undefined> {
  // Loading this module takes Node longer than an import of the library may take.
  const { createHash } = await import('node:crypto')
  const hash = createHash('sha256')
  try {
    for await (const piece of createReadStream(path, { highWaterMark: 2 ** 20 })) hash.update(piece)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  return hash.digest('hex')
}

import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { GatecastError } from './error.ts'

/**
 * Makes a folder and those above it.
 *
 * Not by `mkdir(path, { recursive: true })`: Node tries for ever where a file system says that a folder above is not there
 * when it is, as Linux does in /proc.
 *
 * @throws {GatecastError} `ERR_FILE` naming the folder and the reason
 */
export async function makeFolder(path: string): Promise<void> {
  try {
    await make(path, true)
  } catch (cause) {
    throw new GatecastError('ERR_FILE', `Expected to make the folder "${path}", got: ${(cause as Error).message}`, {
      cause,
    })
  }
}

async function make(path: string, withParents: boolean): Promise<void> {
  try {
    await mkdir(path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST' && (await stat(path)).isDirectory()) return
    if (code !== 'ENOENT' || !withParents || dirname(path) === path) throw error
    await make(dirname(path), true)
    await make(path, false)
  }
}

import { mkdir, mkdtemp, readdir, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { GatecastError } from './error.ts'

/**
 * Makes a folder and the missing folders above it.
 *
 * It does not use `mkdir(path, { recursive: true })`: Node retries for ever if the file system reports that an existing
 * folder does not exist, as Linux does in /proc.
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
    if ((code === 'EEXIST' || code === denied) && (await isFolder(path))) return
    if (code !== 'ENOENT' || !withParents || dirname(path) === path) throw error
    await make(dirname(path), true)
    await make(path, false)
  }
}

/** The code of Node's permission model, with which a folder may be denied although files in it may be written. */
const denied = 'ERR_ACCESS_DENIED'

/** A folder that may not be looked at is taken to be there: writing into it reports the reason if it is not. */
async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === denied) return true
    throw error
  }
}

/**
 * Makes a new folder in the system's folder for temporary files.
 *
 * @throws {GatecastError} `ERR_FILE` if that folder does not exist or cannot be written to
 */
export async function temporaryFolder(): Promise<string> {
  const base = tmpdir()
  try {
    return await mkdtemp(join(base, 'gatecast-'))
  } catch (cause) {
    throw new GatecastError(
      'ERR_FILE',
      `Expected to make a folder in "${base}", the folder for temporary files, got: ${(cause as Error).message}. Set ` +
        'TMPDIR (TEMP on Windows) to a folder that exists and that you may write to',
      { cause },
    )
  }
}

/** The names in a folder; none if it does not exist or cannot be read. */
export const namesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => [])

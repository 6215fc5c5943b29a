import { fsync as fsyncWithCallback } from 'node:fs'
import { type FileHandle, lstat, open, readdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { GatecastError } from './error.ts'

/** Takes a descriptor: the handles that Yarn Plug'n'Play gives for open files have no `sync`. */
const fsync = promisify(fsyncWithCallback)

/** Writes a file that appears whole or not at all, even if the machine stops while it is written. */
export async function writeAtomically(path: string, parts: readonly Uint8Array[]): Promise<void> {
  const temporary = temporaryFor(path)
  try {
    const file = await open(temporary, 'wx')
    try {
      // Each writeFile on an open file continues after the last one.
      for (const part of parts) await file.writeFile(part)
      await syncFile(file)
    } finally {
      await file.close()
    }
    await settle(temporary, path)
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => {})
    throw notWritten(path, cause)
  }
}

const notWritten = (path: string, cause: unknown): GatecastError =>
  new GatecastError('ERR_FILE', `Expected to write "${path}", got: ${(cause as Error).message}`, { cause })

/**
 * A temporary name in the same folder: renaming is atomic only within one file system. It has the number of the process,
 * by which {@link sweep} knows that a file has lost its writer.
 */
export const temporaryFor = (path: string): string => `${path}.${process.pid}.${crypto.randomUUID()}.tmp`

const temporaryName = /\.(\d+)\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.tmp$/

/** A process on another machine may write into the same folder, and its number says nothing here. */
const oldAfter = 24 * 3_600_000

const swept = new Set<string>()

/**
 * Removes temporary files of killed processes from a folder: those that have not changed for a day and whose process does
 * not run. A process looks at each folder once. An error is no reason for a save to fail.
 */
async function sweep(folder: string): Promise<void> {
  if (swept.has(folder)) return
  swept.add(folder)
  const names = await readdir(folder).catch(() => [])
  for (const name of names) {
    const [, pid] = temporaryName.exec(name) ?? []
    if (pid === undefined || isRunning(Number(pid))) continue
    const path = join(folder, name)
    const found = await lstat(path).catch(() => undefined)
    if (found?.isFile() && Date.now() - found.mtimeMs > oldAfter) await rm(path, { force: true }).catch(() => {})
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Any other code than this one means that there is such a process.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

/**
 * Syncs a temporary file, renames it to its final name, and syncs the folder, which holds the name.
 *
 * @throws {GatecastError} `ERR_FILE` naming the final file
 */
export async function publish(temporary: string, path: string): Promise<void> {
  try {
    const file = await open(temporary, 'r+')
    try {
      await syncFile(file)
    } finally {
      await file.close()
    }
    await settle(temporary, path)
  } catch (cause) {
    throw notWritten(path, cause)
  }
}

/** Gives a synced file its final name, and syncs the folder, which holds the name. */
async function settle(temporary: string, path: string): Promise<void> {
  await rename(temporary, path)
  await syncFolder(dirname(path))
  await sweep(dirname(path))
}

/** Codes of a file system that cannot sync, for example a network share or one in user space. */
const cannotSync = new Set(['EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'ERR_ACCESS_DENIED'])

/**
 * Codes of a folder that cannot be opened or synced although files can be written into it: one that this user may not list,
 * or one that Node's permission model hides.
 */
const cannotSyncFolder = new Set([...cannotSync, 'EPERM', 'EACCES', 'EISDIR', 'EBADF'])

const isAmong = (codes: ReadonlySet<string>, error: unknown): boolean =>
  codes.has((error as NodeJS.ErrnoException).code ?? '')

/** Syncs a file. Where the file system cannot do that, nothing can be done. Any other error means that data may be lost. */
export async function syncFile({ fd }: Pick<FileHandle, 'fd'>): Promise<void> {
  try {
    await fsync(fd)
  } catch (error) {
    if (!isAmong(cannotSync, error)) throw error
  }
}

// Windows cannot open a folder as a file. Its file system writes a journal, which makes the rename durable.
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  try {
    const folder = await open(path, 'r')
    try {
      await fsync(folder.fd)
    } finally {
      await folder.close()
    }
  } catch (error) {
    if (!isAmong(cannotSyncFolder, error)) throw error
  }
}

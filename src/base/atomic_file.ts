import { randomUUID } from 'node:crypto'
import { open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { GatecastError } from './error.ts'

/** Writes a file that is there whole or not at all, even if the machine stops in the middle. */
export async function writeAtomically(path: string, parts: readonly Uint8Array[]): Promise<void> {
  const temporary = temporaryFor(path)
  try {
    const file = await open(temporary, 'wx')
    try {
      // writeFile goes on where the last one ended.
      for (const part of parts) await file.writeFile(part)
    } finally {
      await file.close()
    }
    await publish(temporary, path)
  } catch (cause) {
    await rm(temporary, { force: true })
    throw new GatecastError('ERR_FILE', `Expected to write "${path}", got: ${(cause as Error).message}`, { cause })
  }
}

/** A name in the same folder, so that the file can be renamed to its own. */
export const temporaryFor = (path: string): string => `${path}.${randomUUID()}.tmp`

/** Gives a file that was written under a temporary name its own: synced, renamed, and the folder synced, which holds the new name. */
export async function publish(temporary: string, path: string): Promise<void> {
  const file = await open(temporary, 'r+')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(temporary, path)
  await syncFolder(dirname(path))
}

// Windows cannot open folders, and keeps its journal itself.
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

import { randomUUID } from 'node:crypto'
import { open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { GatecastError } from '../native/index.ts'

/**
 * Writes a file that is there whole or not at all, even if the machine stops in the middle: under a temporary name in
 * the same folder, synced, then renamed, and the folder synced, which holds the new name.
 */
export async function writeAtomically(path: string, parts: readonly Uint8Array[]): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`
  try {
    const file = await open(temporary, 'wx')
    try {
      // writeFile goes on where the last one ended.
      for (const part of parts) await file.writeFile(part)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, path)
    await syncFolder(dirname(path))
  } catch (cause) {
    await rm(temporary, { force: true })
    throw new GatecastError('ERR_FILE', `Expected to write "${path}", got: ${(cause as Error).message}`, { cause })
  }
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

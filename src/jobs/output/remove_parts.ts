// Removes the parts of a file that is complete. Only files with the names of parts are removed, and folders only if nothing is
// left in them.

import { readdir, rm, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { markName } from '../claim/mark.ts'
import { manifestFolder, type OutputPaths, partFolder, partName, queuePlanName, scratchFolder } from './paths.ts'

/** Removes sorted rows and temporary files. */
export const removeScratch = (paths: OutputPaths): Promise<void> =>
  rm(scratchFolder(paths), { recursive: true, force: true })

export async function removeParts(paths: OutputPaths): Promise<void> {
  await removeScratch(paths)
  for (const folder of [partFolder(paths), manifestFolder(paths)]) await removeIn(folder, partName)
  await removeIn(paths.folder, queuePlanName)
  const names = await namesIn(paths.folder)
  // The mark stays with files that no run has made, which then stay too.
  if (names.some((name) => name !== markName)) return
  await rm(join(paths.folder, markName), { force: true })
  await rmdir(paths.folder).catch(() => {})
}

async function removeIn(folder: string, which: RegExp): Promise<void> {
  for (const name of await namesIn(folder)) if (which.test(name)) await rm(join(folder, name), { force: true })
  await rmdir(folder).catch(() => {})
}

const namesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => [])

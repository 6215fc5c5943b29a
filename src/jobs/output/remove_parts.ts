// Removes the parts of a file that is complete. Only files that runs have made are removed, and folders only if nothing is left
// in them.

import { rm, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { namesIn } from '../../base/folders.ts'
import { markName } from '../claim/mark.ts'
import { removeStrays } from './part_files.ts'
import { manifestFolder, type OutputPaths, partFolder, queuePlanName, scratchFolder } from './paths.ts'

/** Removes sorted rows and temporary files. */
export const removeScratch = (paths: OutputPaths): Promise<void> =>
  rm(scratchFolder(paths), { recursive: true, force: true })

/** Removes the plans of runs of a queue. */
export async function removeQueuePlans({ folder }: OutputPaths): Promise<void> {
  for (const name of await namesIn(folder)) if (queuePlanName.test(name)) await rm(join(folder, name), { force: true })
}

export async function removeParts(paths: OutputPaths): Promise<void> {
  await removeScratch(paths)
  await removeStrays(paths, 0, true)
  for (const folder of [partFolder(paths), manifestFolder(paths)]) await rmdir(folder).catch(() => {})
  await removeQueuePlans(paths)
  const names = await namesIn(paths.folder)
  // The mark stays with files that no run has made, which then stay too.
  if (names.some((name) => name !== markName)) return
  await rm(join(paths.folder, markName), { force: true })
  await rmdir(paths.folder).catch(() => {})
}

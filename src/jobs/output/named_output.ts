// The output that a user names, to look at it.

import { stat } from 'node:fs/promises'

/** The output of a job, which may be named by the folder of its state or its parts. */
export const outputNamed = (path: string): string => path.replace(/\.(job|parts)[\\/]*$/, '')

/** What there is instead of the output of a job, for messages. */
export async function shownOutput(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined)
  if (!found) return 'no such file or folder'
  return found.isDirectory() ? 'a folder that no job has written to' : 'a file that no job has written'
}

// The output that a user names, to look at it.

import { stat } from 'node:fs/promises'
import { checkText } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'

/** The output of a job, which may be named by the folder of its state or its parts. */
export const outputNamed = (path: string): string =>
  checkText('the path of an output', path).replace(/\.(job|parts)[\\/]*$/, '')

/** The error for a path at which there is no output of a job. */
export async function notOutput(whose: string, path: string): Promise<GatecastError> {
  const found = await stat(path).catch(() => undefined)
  const kind = found?.isDirectory() ? 'a folder that no job has written to' : 'a file that no job has written'
  const got = found ? kind : `no such file or folder. Run gatecast forecast or gatecast run with --out ${path}`
  return new GatecastError('ERR_FILE', `Expected the output of ${whose} at "${path}", got ${got}`)
}

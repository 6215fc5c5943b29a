import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GatecastError } from './error.ts'

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

// The file of a classifier or regressor: a safetensors file. The tensors hold what it learned, the metadata the rest.

import { checkObject } from '../../base/check.ts'
import { count, objectOf, type StoredCheck } from '../../base/options/stored.ts'
import type { Tensors } from '../../nn/index.ts'
import { readStored, writeStored } from '../../nn/storage/stored_file.ts'
import type { LearnerState } from './kind.ts'

/** The version of the file layout. Raise it when older versions of the library would misread a new file. */
const version = 1

/** More channels than any sequences have: a broken file must not ask for more memory than there is. */
const mostChannels = 100_000

export interface StoredEstimator<Reading = unknown> {
  readonly options: object
  readonly channels: number
  readonly reading: Reading
  readonly learner: LearnerState['config']
}

export async function saveEstimator(
  path: string,
  format: string,
  configuration: StoredEstimator,
  tensors: Tensors,
): Promise<void> {
  const metadata = { configuration: JSON.stringify(configuration) }
  await writeStored(path, { format, version }, { tensors, metadata })
}

/**
 * Reads a file, and makes an estimator of its contents.
 *
 * @param format - the format that the file must have
 * @param checkReading - the schema of how scores are read
 * @throws {GatecastError} `ERR_FILE` if the file is broken, of another kind or of another version
 */
export function loadEstimator<Reading, Made>(
  path: string,
  format: string,
  checkReading: StoredCheck,
  make: (stored: StoredEstimator<Reading>, tensors: Tensors) => Made | Promise<Made>,
): Promise<Made> {
  // The options and the learner are checked by the kind.
  const check = objectOf<StoredEstimator>({
    options: checkObject,
    channels: count(1, mostChannels),
    reading: checkReading,
    learner: () => {},
  })
  return readStored(path, { format, version }, ({ tensors, json }) => {
    const stored = json('configuration')
    check('configuration', stored)
    return make(stored as StoredEstimator<Reading>, tensors)
  })
}

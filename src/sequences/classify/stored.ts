// The file of a classifier or regressor: a safetensors file. The tensors hold what it learned, the metadata the rest.

import { GatecastError } from '../../base/error.ts'
import { version } from '../../base/version.ts'
import { readSafetensors, type Tensors, writeSafetensors } from '../../nn/index.ts'
import type { LearnerState } from './kind.ts'

/** The version of the file layout. Raise it when older versions of the library would misread a new file. */
const formatVersion = 1

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
  const metadata = {
    ...{ format, format_version: `${formatVersion}`, library_version: version },
    configuration: JSON.stringify(configuration),
  }
  await writeSafetensors(path, { tensors, metadata })
}

/**
 * Reads a file, and makes an estimator of its contents.
 *
 * @param format - the format that the file must have
 * @throws {GatecastError} `ERR_FILE` if the file is broken, of another kind or of another version
 */
export async function loadEstimator<Made>(
  path: string,
  format: string,
  make: (stored: StoredEstimator, tensors: Tensors) => Made,
): Promise<Made> {
  const { tensors, metadata } = await readSafetensors(path)
  const fail = (message: string, cause?: unknown): never => {
    throw new GatecastError('ERR_FILE', `"${path}": ${message}`, { cause })
  }
  if (metadata.format !== format) fail(`Expected a file of ${format}, got ${metadata.format ?? 'other tensors'}`)
  if (Number(metadata.format_version) !== formatVersion)
    fail(
      `Expected format version ${formatVersion}, got ${metadata.format_version}, written by gatecast ` +
        `${metadata.library_version}. Use that version or a later one`,
    )
  try {
    return make(JSON.parse(metadata.configuration), tensors)
  } catch (cause) {
    // Whatever fails here, for example a missing property, fails because of what the file holds.
    return fail(`Expected what save has written, got other contents: ${(cause as Error).message}`, cause)
  }
}

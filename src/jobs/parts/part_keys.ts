// Gives each part of a source a key: a hash of everything that its forecast depends on.

import { createHash } from 'node:crypto'
import { defined } from '../../base/defined.ts'
import { version } from '../../base/version.ts'
import type { SourcePart } from '../../files/index.ts'
import type { CompleteJob } from '../job/job.ts'
import type { OutputPaths } from '../output/paths.ts'
import { notationOf } from '../source/reading.ts'

export interface Part extends SourcePart {
  readonly index: number
  /** Equal keys mean equal forecasts: a part whose file has this key is not made again. */
  readonly key: string
}

/** Raise it when the bytes of a part change for the same job, data and model. */
const outputVersion = 2

export function partsWithKeys(
  parts: readonly SourcePart[],
  job: CompleteJob,
  format: OutputPaths['format'],
  modelId: string,
): Part[] {
  const settings = settingsOf(job, format)
  return parts.map((part, index) => ({ ...part, index, key: hashOf([settings, modelId, part]) }))
}

/** Equal keys mean that the whole output is equal. */
export const outputKey = (parts: readonly Part[]): string => hashOf(parts.map(({ key }) => key))

// The order of the keys of an object decides its hash: a changed order would make every part again.
const hashOf = (value: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify([outputVersion, version, value]))
    .digest('hex')

/** The settings of a job that change its forecasts. The paths of the source do not, because the digests of the parts cover its rows. */
function settingsOf(job: CompleteJob, format: OutputPaths['format']) {
  const { layout, columns, frequency, timeZone, timeFormat, duplicates, holidays } = job
  const { horizon, quantiles, precision, seed, csvFormulas, digits } = job
  return {
    ...{ layout, columns, frequency, timeZone, timeFormat, ...notationOf(job), duplicates, ...defined({ holidays }) },
    ...{ horizon, quantiles, precision, seed, format, csvFormulas, digits },
  }
}

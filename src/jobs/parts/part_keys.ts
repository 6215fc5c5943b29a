// Cuts a source into parts of whole series, each with a key that says what its forecast depends on.

import { createHash } from 'node:crypto'
import { version } from '../../base/version.ts'
import type { ReadyJob } from '../job/job.ts'
import { outputPaths } from '../output/paths.ts'

/** Series that follow each other in the order of their ids, and what is in them. */
export interface PartContent {
  /** First and last id, in the order of their UTF-8 bytes. */
  readonly from: string
  readonly to: string
  readonly series: number
  readonly rows: number
  /** Of all rows, whatever their order. */
  readonly digest: string
}

export interface Part extends PartContent {
  readonly index: number
  /** Equal keys mean equal forecasts: a part whose file has this key need not be made again. */
  readonly key: string
}

/** Raised when the bytes of a part change for the same job, data and model. */
const outputVersion = 1

export function planParts(contents: readonly PartContent[], job: ReadyJob, modelId: string): Part[] {
  const settings = settingsOf(job)
  return contents.map((content, index) => ({ ...content, index, key: keyOf([settings, modelId, content]) }))
}

/** What the output as a whole depends on. */
export const planKey = (parts: readonly Part[]): string => keyOf(parts.map(({ key }) => key))

const keyOf = (of: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify([outputVersion, version, of]))
    .digest('hex')

/** What of a job changes its forecasts. Where the rows are does not, for the digests say what they are. */
function settingsOf(job: ReadyJob) {
  const { layout, columns, frequency, timeZone, timeFormat, missing, duplicates } = job
  const { horizon, quantiles, precision, seed } = job
  const { format } = outputPaths(job.out, job.format)
  return {
    ...{ layout, columns, frequency, timeZone, timeFormat, missing, duplicates },
    ...{ horizon, quantiles, precision, seed, format },
  }
}

// The summary of a finished job, and its table of errors.

import { readFile, rm } from 'node:fs/promises'
import { type CsvFormulas, writeTable } from '../../files/index.ts'
import type { Claim } from '../claim/claim.ts'
import type { Manifest } from './manifest.ts'
import type { OutputPaths } from './paths.ts'

/** The counts of a finished job; also the content of `summary.json`. */
export interface ForecastSummary {
  /** Hash of the model's file. */
  readonly modelId: string
  /** Number of parts of the output. */
  readonly parts: number
  /** Number of series in the source. */
  readonly series: number
  /** Number of rows of the output. */
  readonly rows: number
  /** Number of series that the model could not forecast. */
  readonly failed: number
  /** Number of failed series that have a fallback forecast. */
  readonly fallbacks: number
  /** Number of parts that an earlier run had made. */
  readonly partsKept: number
  /** Seconds that this run took. */
  readonly seconds: number
  /** Hash of the output, if it is one file. */
  readonly sha256?: string
  /** Hash of the keys of all parts. Equal keys mean equal outputs. */
  readonly key: string
}

/** Writes `errors.csv`, or removes it if the model could forecast every series. */
export async function writeErrors(
  paths: OutputPaths,
  manifests: readonly Manifest[],
  claim: Pick<Claim, 'add' | 'drop'>,
  csvFormulas: CsvFormulas,
): Promise<void> {
  const errors = manifests.flatMap((manifest) => manifest.errors)
  if (errors.length === 0) {
    await rm(paths.errors, { force: true })
    return claim.drop(paths.errors)
  }
  const column = (name: 'id' | 'reason' | 'fallback') => ({
    name: name === 'id' ? 'series' : name,
    type: 'text' as const,
    values: errors.map((error) => error[name]),
  })
  const columns = [column('id'), column('reason'), column('fallback')]
  await writeTable(paths.errors, columns, ({ sha256 }) => claim.add(paths.errors, sha256), { csvFormulas })
}

export const writeSummary = (
  paths: OutputPaths,
  summary: ForecastSummary,
  claim: Pick<Claim, 'write'>,
): Promise<void> => claim.write(paths.summary, Buffer.from(`${JSON.stringify(summary, null, 2)}\n`))

/** The summary of the last finished run; `undefined` if there is none. */
export async function readSummary(paths: OutputPaths): Promise<ForecastSummary | undefined> {
  try {
    const summary = JSON.parse(await readFile(paths.summary, 'utf8'))
    return typeof summary?.key === 'string' ? summary : undefined
  } catch {
    return undefined
  }
}

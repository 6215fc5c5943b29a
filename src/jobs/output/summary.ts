// What is made when all parts are there: the table of errors and the summary.

import { readFile, rm } from 'node:fs/promises'
import { writeAtomically } from '../../base/atomic_file.ts'
import { writeTable } from '../../files/index.ts'
import type { Manifest } from './manifest.ts'
import type { OutputPaths } from './paths.ts'

/** What a finished job has made, also the content of `summary.json`. */
export interface ForecastSummary {
  /** Hash of the model's file. */
  readonly modelId: string
  /** Parts that the output is made of. */
  readonly parts: number
  /** Series that were forecast. */
  readonly series: number
  /** Rows of the output. */
  readonly rows: number
  /** Series that the model could not forecast. */
  readonly failed: number
  /** How many of these have the forecast of a fallback instead. */
  readonly fallbacks: number
  /** Of the parts that were there already, from an earlier run. */
  readonly partsKept: number
  /** Of this run. */
  readonly seconds: number
  /** Of the one file, if the output is one. */
  readonly sha256?: string
  /** Hash of the keys of all parts, which say what they were made from. */
  readonly key: string
}

/** Writes `errors.csv`, which is not there if no series failed. */
export async function writeErrors(paths: OutputPaths, manifests: readonly Manifest[]): Promise<void> {
  const errors = manifests.flatMap((manifest) => manifest.errors)
  if (errors.length === 0) return rm(paths.errors, { force: true })
  const column = (name: 'id' | 'reason' | 'fallback') => ({
    name: name === 'id' ? 'series' : name,
    type: 'text' as const,
    values: errors.map((error) => error[name]),
  })
  await writeTable(paths.errors, [column('id'), column('reason'), column('fallback')])
}

export async function writeSummary(paths: OutputPaths, summary: ForecastSummary): Promise<void> {
  await writeAtomically(paths.summary, [Buffer.from(`${JSON.stringify(summary, null, 2)}\n`)])
}

/** The summary of the last run that ended, `undefined` if there is none. */
export async function readSummary(paths: OutputPaths): Promise<ForecastSummary | undefined> {
  try {
    return JSON.parse(await readFile(paths.summary, 'utf8'))
  } catch {
    return undefined
  }
}

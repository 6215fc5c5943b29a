// Where a job puts what it makes.

import { extname, join } from 'node:path'

/** The folder that parts are made in, and what becomes of them. */
export interface OutputPaths {
  /** Holds parts and manifests while the job runs, and afterwards too if the output is a folder. */
  readonly folder: string
  /** The one file that the parts are joined to, if it was asked for. */
  readonly file: string | undefined
  readonly format: 'parquet' | 'csv'
  /** One row for each series that the model could not forecast. */
  readonly errors: string
  readonly summary: string
}

/**
 * A path that ends in `.csv` or `.parquet` is one file, made of parts in a folder beside it; any other is a folder of
 * parts.
 */
export function outputPaths(out: string, format: 'parquet' | 'csv' | undefined): OutputPaths {
  const extension = extname(out).toLowerCase()
  if (extension !== '.csv' && extension !== '.parquet')
    return {
      folder: out,
      file: undefined,
      format: format ?? 'parquet',
      errors: join(out, 'errors.csv'),
      summary: join(out, 'summary.json'),
    }
  const stem = out.slice(0, -extension.length)
  return {
    folder: `${out}.parts`,
    file: out,
    format: extension === '.csv' ? 'csv' : 'parquet',
    errors: `${stem}.errors.csv`,
    summary: `${stem}.summary.json`,
  }
}

const numbered = (part: number): string => `part-${`${part}`.padStart(5, '0')}`

export const partFolder = (paths: OutputPaths): string => join(paths.folder, 'forecast')
export const manifestFolder = (paths: OutputPaths): string => join(paths.folder, 'manifests')
/** Rows of a source that is not sorted by series, one file for each part. */
export const sourceFolder = (paths: OutputPaths): string => join(paths.folder, 'source')
export const partPath = (paths: OutputPaths, part: number): string =>
  join(partFolder(paths), `${numbered(part)}.${paths.format}`)
export const manifestPath = (paths: OutputPaths, part: number): string =>
  join(manifestFolder(paths), `${numbered(part)}.json`)

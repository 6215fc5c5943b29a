// The files that a job writes.

import { extname, join } from 'node:path'

/** The folder in which parts are made, and the files that are made of them. */
export interface OutputPaths {
  /** Holds parts and manifests while the job runs, and afterwards too if the output is a folder. */
  readonly folder: string
  /** The file into which the parts are joined; `undefined` if the output is a folder. */
  readonly file: string | undefined
  readonly format: 'parquet' | 'csv'
  /** Has one row for each series that the model could not forecast. */
  readonly errors: string
  readonly summary: string
}

/** The format of an output by the extension of its path; `undefined` if the path is that of a folder. */
export function outputFormatOf(path: string): 'parquet' | 'csv' | undefined {
  return ({ '.parquet': 'parquet', '.csv': 'csv' } as const)[extname(path).toLowerCase()]
}

/** An output with an extension of a format is one file, made of parts in a folder beside it; any other is a folder. */
export function outputPaths(out: string, format: 'parquet' | 'csv' | undefined): OutputPaths {
  const ofFile = outputFormatOf(out)
  if (ofFile === undefined)
    return {
      folder: out,
      file: undefined,
      format: format ?? 'parquet',
      errors: join(out, 'errors.csv'),
      summary: join(out, 'summary.json'),
    }
  const stem = out.slice(0, -extname(out).length)
  return {
    folder: `${out}.parts`,
    file: out,
    format: ofFile,
    errors: `${stem}.errors.csv`,
    summary: `${stem}.summary.json`,
  }
}

const numbered = (part: number): string => `part-${`${part}`.padStart(5, '0')}`

export const partFolder = (paths: OutputPaths): string => join(paths.folder, 'forecast')
export const manifestFolder = (paths: OutputPaths): string => join(paths.folder, 'manifests')
/** Holds one file per part with the rows of its series, if the source is not sorted by series. */
export const sourceFolder = (paths: OutputPaths): string => join(paths.folder, 'source')
export const partPath = (paths: OutputPaths, part: number): string =>
  join(partFolder(paths), `${numbered(part)}.${paths.format}`)
export const manifestPath = (paths: OutputPaths, part: number): string =>
  join(manifestFolder(paths), `${numbered(part)}.json`)

// The files that a job writes.

import { extname, join } from 'node:path'
import { type OutputFormatName, outputFormatOf } from '../../files/index.ts'
import { defaultOutputFormat } from '../../files/write/output_formats.ts'

/** The folder in which parts are made, and the files that are made of them. */
export interface OutputPaths {
  /** The folder of parts and manifests. If the output is one file, it exists only while the job runs. */
  readonly folder: string
  /** The file into which the parts are joined; `undefined` if the output is a folder. */
  readonly file: string | undefined
  readonly format: OutputFormatName
  /** The file with one row for each series that the model could not forecast. */
  readonly errors: string
  readonly summary: string
}

/** An output with an extension of a format is one file, made of parts in a folder beside it; any other is a folder. */
export function outputPaths(out: string, format: OutputFormatName | undefined): OutputPaths {
  const ofFile = outputFormatOf(out)
  if (ofFile === undefined)
    return {
      folder: out,
      file: undefined,
      format: format ?? defaultOutputFormat,
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
/** The folder with one file for each part, which has the rows of its series, if the source is not sorted by series. */
export const sourceFolder = (paths: OutputPaths): string => join(paths.folder, 'source')
export const partPath = (paths: OutputPaths, part: number): string =>
  join(partFolder(paths), `${numbered(part)}.${paths.format}`)
export const manifestPath = (paths: OutputPaths, part: number): string =>
  join(manifestFolder(paths), `${numbered(part)}.json`)

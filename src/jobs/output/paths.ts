// The files that a job writes.

import { join } from 'node:path'
import { GatecastError } from '../../base/error.ts'
import type { OutputFormatName } from '../../files/index.ts'
import { defaultOutputFormat, partFormatOf } from '../../files/write/output_formats.ts'
import { outputPlace, standardOutput } from '../../files/write/output_place.ts'

/** The folder in which parts are made, and the files that are made of them. */
export interface OutputPaths {
  /** The folder of parts and manifests. If the output is one file, it exists only while the job runs. */
  readonly folder: string
  /** The file into which the parts are joined; `undefined` if the output is a folder. */
  readonly file: string | undefined
  readonly format: OutputFormatName
  readonly partFormat: OutputFormatName
  /** The file with one row for each series that the model could not forecast. */
  readonly errors: string
  readonly summary: string
}

/**
 * An output with an ending of a format is one file, made of parts in a folder beside it; any other is a folder.
 *
 * @throws {GatecastError} `ERR_JOB` for an ending that no format has
 */
export function outputPaths(out: string, format: OutputFormatName | undefined): OutputPaths {
  const place = outputPlace(out)
  if (place.kind === 'stdout')
    throw new GatecastError(
      'ERR_JOB',
      `--out: expected a file or a folder for this job, got "${standardOutput}", the standard output`,
    )
  if (place.kind === 'folder') {
    const own = format ?? defaultOutputFormat
    return {
      ...{ folder: out, file: undefined, format: own, partFormat: own },
      ...{ errors: join(out, 'errors.csv'), summary: join(out, 'summary.json') },
    }
  }
  // Only `.csv` gives way to the endings of the other files. Otherwise `f.csv` and `f.parquet` would share them.
  const stem = out.endsWith('.csv') ? out.slice(0, -'.csv'.length) : out
  return {
    ...{ folder: `${out}.parts`, file: out, format: place.format, partFormat: partFormatOf(place.format) },
    ...{ errors: `${stem}.errors.csv`, summary: `${stem}.summary.json` },
  }
}

const numbered = (part: number): string => `part-${`${part}`.padStart(5, '0')}`

export const partFolder = (paths: OutputPaths): string => join(paths.folder, 'forecast')
export const manifestFolder = (paths: OutputPaths): string => join(paths.folder, 'manifests')
/**
 * The folder for rows that were sorted by series and for temporary files of DuckDB. Its name is one that no user gives to a
 * folder, because it is removed with all that it holds.
 */
export const scratchFolder = (paths: OutputPaths): string => join(paths.folder, '_gatecast.scratch')
/** A folder for temporary files of DuckDB in this process, which removes those of others where it finds them. */
export const temporaryIn = (paths: OutputPaths): string => join(scratchFolder(paths), `tmp-${crypto.randomUUID()}`)
export const partPath = (paths: OutputPaths, part: number): string =>
  join(partFolder(paths), `${numbered(part)}.${paths.partFormat}`)
export const manifestPath = (paths: OutputPaths, part: number): string =>
  join(manifestFolder(paths), `${numbered(part)}.json`)
/** The plan of a run of a queue. Its name is one that no user gives to a file, because it is removed after the run. */
export const queuePlanPath = (paths: OutputPaths, generation: string): string =>
  join(paths.folder, `_gatecast.queue-${generation}.json`)

export const queuePlanName = /^_gatecast\.queue-[0-9a-f]+\.json$/

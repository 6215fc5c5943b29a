import { extname } from 'node:path'
import { shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import type { Writing } from '../formats/format.ts'
import { formatNames, formats } from '../formats/index.ts'
import { parquet } from '../formats/parquet.ts'
import type { FormatName, OutputFormatName } from '../source.ts'

/** The format of a table if neither the path nor an option names one. */
export const defaultOutputFormat: OutputFormatName = parquet.name

/** The formats in which tables are written, the default first. */
export const outputFormats: readonly OutputFormatName[] = [
  defaultOutputFormat,
  ...formatNames.filter(isWritten).filter((name) => name !== defaultOutputFormat),
]

function isWritten(name: FormatName): name is OutputFormatName {
  return formats[name].write !== null
}

/**
 * The options of DuckDB's COPY for a path that a table is written to.
 *
 * @throws {GatecastError} `ERR_FILE` for an ending that no written format has
 */
export function copyOptionsFor(path: string): string {
  const options = outputFormats.flatMap((name) => Object.entries(formats[name].write.copyOptions))
  const found = options.find(([ending]) => path.toLowerCase().endsWith(ending))
  if (found) return found[1]
  const endings = options.map(([ending]) => ending)
  throw new GatecastError(
    'ERR_FILE',
    `Expected a path that ends in ${endings.slice(0, -1).join(', ')} or ${endings.at(-1)}, got "${path}"`,
  )
}

/**
 * The options with which DuckDB writes the format of a file.
 *
 * @internal
 * @throws {GatecastError} `ERR_FILE` for an extension that no written format has
 */
export function writingOf(path: string): Writing {
  const name = outputFormats.find((one) => formats[one].extension.test(path))
  if (name) return formats[name].write
  throw new GatecastError('ERR_FILE', `Expected the path of a ${outputFormats.join(' or ')} file, got ${shown(path)}`)
}

/**
 * The format of the output of a job, if its path is that of one file. Any other path is that of a folder.
 *
 * @param path - where the job writes, for example `forecast.csv` or `forecasts`
 * @returns the format for an extension that is the name of a written format, else `undefined`
 * @example
 * outputFormatOf('forecast.csv') // csv
 * outputFormatOf('forecasts') // undefined: a folder
 */
export function outputFormatOf(path: string): OutputFormatName | undefined {
  const extension = extname(path).toLowerCase()
  return outputFormats.find((name) => extension === `.${name}`)
}

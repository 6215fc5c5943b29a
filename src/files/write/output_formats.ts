import { checkText, shown } from '../../base/check.ts'
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

/** The format of the parts that a job joins to one file of a format. */
export const partFormatOf = (name: OutputFormatName): OutputFormatName => formats[name].write.partFormat

/** Whether a format writes numbers as texts. */
export const isText = (name: OutputFormatName): boolean => formats[name].write.numberAsText !== null

/** The endings of all files that the library writes, each with its format and the options of DuckDB's COPY. */
const endings = outputFormats.flatMap((format) =>
  Object.entries(formats[format].write.copyOptions).map(([ending, options]) => ({ ending, format, options })),
)

/** The endings that make the output of a job one file. */
export const outputEndings: readonly string[] = formatNames
  .filter(isWritten)
  .flatMap((name) => formats[name].write.outputEndings)

const endsIn = (path: string, ending: string): boolean => path.toLowerCase().endsWith(ending)

/**
 * The options of DuckDB's COPY, and the format, of a path that a table is written to.
 *
 * @internal
 * @throws {GatecastError} `ERR_FILE` for an ending that no written format has
 */
export function writingTo(path: string): { copyOptions: string; writing: Writing } {
  const found = endings.find(({ ending }) => endsIn(path, ending))
  if (found) return { copyOptions: found.options, writing: formats[found.format].write }
  throw new GatecastError(
    'ERR_FILE',
    `Expected a path that ends in ${listed(
      endings.map(({ ending }) => ending),
      'or',
    )}, got "${path}"`,
  )
}

/** Texts as a sentence lists them: `a, b or c`. */
export const listed = (texts: readonly string[], last: 'and' | 'or'): string =>
  texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} ${last} ${texts.at(-1)}`

/**
 * How DuckDB reads and writes files of the format of a path.
 *
 * @internal
 * @throws {GatecastError} `ERR_FILE` for an extension that no written format has
 */
export function writingOf(path: string): Writing {
  checkText('the path of an output', path)
  const name = outputFormats.find((one) => formats[one].extension.test(path))
  if (name) return formats[name].write
  throw new GatecastError('ERR_FILE', `Expected the path of a ${outputFormats.join(' or ')} file, got ${shown(path)}`)
}

/**
 * The ending that makes a path the path of one file.
 *
 * @internal
 */
export function outputEndingOf(path: string): string | undefined {
  const name = checkText('the path of an output', path).split(/[\\/]/).at(-1) ?? ''
  // The longest ending: `.csv.gz` before `.gz`. A name that is nothing but an ending, for example `.csv`, is a folder.
  return outputEndings
    .filter((ending) => endsIn(name, ending) && name.length > ending.length)
    .sort((a, b) => b.length - a.length)[0]
}

/**
 * The format of the output of a job, if its path is that of one file. Any other path is that of a folder.
 *
 * @param path - where the job writes, for example `forecast.csv` or `forecasts/`
 * @returns the format for an ending that a written format has, else `undefined`
 * @example
 * outputFormatOf('forecast.csv.gz') // csv
 * outputFormatOf('forecasts/') // undefined: a folder
 */
export function outputFormatOf(path: string): OutputFormatName | undefined {
  const ending = outputEndingOf(path)
  return endings.find((one) => one.ending === ending)?.format
}

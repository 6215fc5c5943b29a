// Finds the header of a CSV file and its delimiter from the first lines.

import { parse } from 'csv-parse/sync'
import { shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { checkColumnCount } from '../duckdb/relation.ts'
import type { Source } from '../source.ts'

/** The layout of a CSV file, read from its first lines. */
export interface CsvHeader {
  /** The names as they are written. */
  readonly names: readonly string[]
  readonly delimiter: string
  /** Number of lines before the header. */
  readonly skipped: number
}

const signs = [';', '\t', '|', ',']

/** Records that are compared to find the delimiter. */
const compared = 20

/**
 * Finds the header in the first lines of a file.
 *
 * @param file - the name of the file, for messages
 * @throws {GatecastError} `ERR_DATA` if there is no header, if lines before it look like a title or comments, or if two
 * delimiters are possible
 */
export function findHeader(lines: readonly string[], file: string, how: Source): CsvHeader {
  const { skipLines = 0, comment } = how
  const isComment = (line: string) => comment !== undefined && line.trimStart().startsWith(comment)
  let skipped = skipLines
  const skipEmpty = () => {
    while (skipped < lines.length && (lines[skipped].trim() === '' || isComment(lines[skipped]))) skipped++
  }
  skipEmpty()
  // Excel writes the delimiter into the first line: sep=;
  const declared = /^"?sep=(.)"?[;,\t]*$/i.exec(lines[skipped] ?? '')?.[1]
  if (declared !== undefined) {
    skipped++
    skipEmpty()
  }
  const text = lines
    .slice(skipped)
    .filter((line) => line !== '' && !isComment(line))
    .join('\n')
  if (text === '')
    throw new GatecastError('ERR_DATA', `Expected a first line with names of columns in "${file}", got an empty file`)
  const where = `line ${skipped + 1} of "${file}"`
  if (text.includes('\0')) throw noText(text, where)
  // Splitting a line into a million fields takes seconds, for each delimiter that is possible.
  const [first] = text.split('\n', 1)
  checkColumnCount(Math.max(...(how.delimiter ? [how.delimiter] : signs).map((sign) => first.split(sign).length)), file)
  const delimiter = how.delimiter ?? declared ?? (/\.tsv(\.\w+)?$/i.test(file) ? '\t' : findDelimiter(text, file))
  const records = recordsIn(text, delimiter)
  const names = records[0] ?? []
  if (!records.length)
    throw new GatecastError('ERR_DATA', `Expected names of columns in ${where}, got ${shown(text.split('\n')[0])}`)
  refuseTitle(records, lines, skipped, file)
  return { names, delimiter, skipped }
}

/** Bytes of another format are not printed: a terminal would obey some of them. */
function noText(text: string, where: string): GatecastError {
  const isModel = /^.{8}\{"/s.test(text) && /"__metadata__"|"dtype"/.test(text)
  return new GatecastError(
    'ERR_DATA',
    `Expected names of columns in ${where}, got ${
      isModel
        ? 'a model. Give the path of its file, which ends in .safetensors'
        : 'bytes that are no text. If the file has another format, name it with --format (format of the source)'
    }`,
  )
}

/** The first records of a text; none if its quotes are wrong. The last record may be cut off. */
function recordsIn(text: string, delimiter: string): string[][] {
  try {
    return parse(text, { delimiter, bom: true, relax_column_count: true, relax_quotes: true, to: compared })
  } catch {
    // The last record may end within quotes, where the first lines end.
    try {
      return parse(text, { delimiter, bom: true, relax_column_count: true, relax_quotes: true, to: 1 })
    } catch {
      return []
    }
  }
}

/**
 * The delimiter that gives all records as many fields as the header; else the one that the header holds most often. A
 * comma may also be a decimal mark, so it does not win by its number alone.
 */
function findDelimiter(text: string, file: string): string {
  const all = signs.map((sign) => {
    const counts = recordsIn(text, sign).map((record) => record.length)
    return { sign, fields: counts[0] ?? 0, isEven: counts.every((count) => count === counts[0]) }
  })
  const possible = all.filter(({ fields }) => fields > 1)
  const even = possible.filter(({ isEven }) => isEven)
  if (even.length > 1)
    throw new GatecastError(
      'ERR_DATA',
      `Expected one delimiter in "${file}", got lines that ${even.map(({ sign }) => JSON.stringify(sign)).join(' and ')} ` +
        `both divide evenly. Use --delimiter '${even[0].sign}' (delimiter: ${JSON.stringify(even[0].sign)} of the source)`,
    )
  const [first = { sign: ',' }] = even.length ? even : possible.sort((a, b) => b.fields - a.fields)
  return first.sign
}

/** Refuses a header that is a title or a comment above the true header. */
function refuseTitle(
  records: readonly (readonly string[])[],
  lines: readonly string[],
  skipped: number,
  file: string,
): void {
  const [header, ...others] = records
  const filled = header.filter((name) => name.trim() !== '')
  const next = others.find((record) => record.some((cell) => cell.trim() !== ''))
  // Excel pads a title with delimiters.
  const isPadded = header.length > 2 && filled.length === 1 && header[0].trim() !== '' && next?.every(isName) === true
  const widest = others.reduce((most, { length }) => Math.max(most, length), 0)
  const wide = others.findIndex(({ length }) => length === widest)
  const table = others.slice(wide)
  const isShort =
    widest > header.length &&
    table.length > 1 &&
    table.every(({ length }) => length === widest) &&
    (header.length === 1 || table[0].every(isName))
  if (!isPadded && !isShort) return
  const titles = isPadded ? 1 : wide + 1
  const before = lines.map((line, at) => ({ line, at })).filter(({ line, at }) => at >= skipped && line !== '')
  const first = before[titles]?.at ?? skipped + titles
  const sign = /^\s*(#|\/\/|%|!)/.exec(lines[skipped])?.[1]
  const comments = sign?.length === 1 && before.slice(0, titles).every(({ line }) => line.trimStart().startsWith(sign))
  throw new GatecastError(
    'ERR_DATA',
    `Expected names of columns in line ${skipped + 1} of "${file}", got ${JSON.stringify(lines[skipped].slice(0, 60))}, which looks like ` +
      `${comments ? 'a comment' : 'a title'}: the lines from ${first + 1} on have ${isPadded ? header.length : widest} fields. ` +
      (comments ? `Use --comment '${sign}' (comment: "${sign}" of the source), or ` : 'Use ') +
      `--skip-lines ${first} (skipLines: ${first} of the source)`,
  )
}

const isName = (cell: string): boolean => cell.trim() !== '' && !/^[\s\d.,:/-]+$/.test(cell)

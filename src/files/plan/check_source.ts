import { checkChoice, checkKnown, checkWhole, shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { filesIn, isFolder } from '../duckdb/find_files.ts'
import { formatNames, formats } from '../formats/index.ts'
import type { FormatName, Source } from '../source.ts'

const sourceKeys = [
  'path',
  'format',
  'table',
  'skipLines',
  'comment',
  'delimiter',
  'query',
] as const satisfies (keyof Source)[]

/** Checks a source. Returns its paths and their format; a query without paths has no format. */
export function checkSource(source: Source): { paths: string[]; format: FormatName | undefined } {
  checkKnown('the keys of a source', source, sourceKeys)
  const { path, query } = source
  const paths = path === undefined ? [] : Array.isArray(path) ? [...path] : [path as string]
  if (!paths.every((one) => typeof one === 'string' && one !== '' && !one.includes('\0')))
    throw new GatecastError('ERR_TYPE', `Expected path of a source to be paths of files, got ${shown(path)}`)
  if (query !== undefined && (typeof query !== 'string' || query.trim() === ''))
    throw new GatecastError('ERR_TYPE', `Expected query of a source to be a SELECT, got ${shown(query)}`)
  if (!paths.length && query === undefined)
    throw new GatecastError('ERR_DATA', 'Expected a source with a path or a query, got neither')
  checkDialect(source)
  if (source.format !== undefined) return { paths, format: checkChoice('format', source.format, formatNames) }
  return { paths, format: paths.length || query === undefined ? commonFormat(paths) : undefined }
}

function checkDialect({ skipLines, comment, delimiter }: Source): void {
  if (skipLines !== undefined) checkWhole('skipLines of a source', skipLines, 0)
  for (const [name, sign] of Object.entries({ comment, delimiter }))
    if (sign !== undefined && !(typeof sign === 'string' && /^[^\n\r"\0]$/.test(sign)))
      throw new GatecastError('ERR_RANGE', `Expected ${name} of a source to be one character, got ${shown(sign)}`)
}

function commonFormat(paths: readonly string[]): FormatName {
  const found = paths.map(formatOfPath)
  const odd = found.findIndex((format) => format === undefined || format !== found[0])
  if (odd < 0) return found[0] as FormatName
  throw new GatecastError(
    'ERR_FILE',
    found[odd] === undefined
      ? `Expected a file or a folder of files with an extension of a format (${formatNames.map((name) => `.${name}`).join(', ')}), ` +
          `got "${paths[odd]}". Name the format: { path, format: 'csv' }`
      : `Expected files of one format, got "${paths[0]}" and "${paths[odd]}"`,
  )
}

const formatOfPath = (path: string): FormatName | undefined =>
  isFolder(path)
    ? formatNames.find((name) => filesIn(path, formats[name].folderEndings).length)
    : formatNames.find((name) => formats[name].extension.test(path))

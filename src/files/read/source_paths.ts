import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { checkChoice, checkOptions, shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import type { Format, Source } from '../source.ts'

const formats = ['csv', 'parquet', 'json', 'duckdb'] as const

const byExtension: [RegExp, Format][] = [
  [/\.(csv|tsv|txt)(\.(gz|zst))?$/i, 'csv'],
  [/\.(parquet|pq)$/i, 'parquet'],
  [/\.(json|jsonl|ndjson)(\.(gz|zst))?$/i, 'json'],
  [/\.(duckdb|ddb|db)$/i, 'duckdb'],
]

/** What a folder is searched for. */
const inFolders: Record<Exclude<Format, 'duckdb'>, string[]> = {
  csv: ['csv', 'tsv', 'csv.gz', 'tsv.gz'],
  parquet: ['parquet', 'pq'],
  json: ['json', 'jsonl', 'ndjson'],
}

export const isRemote = (path: string): boolean => /^[a-z][a-z0-9+]+:\/\//i.test(path) && !/^file:/i.test(path)

/** The paths that a source names, and the format that they have; none for a query without files. */
export function pathsOf(source: Source): { paths: string[]; format: Format | undefined } {
  checkOptions('source', source, ['path', 'format', 'table', 'query'])
  const { path, query } = source
  const paths = path === undefined ? [] : typeof path === 'string' ? [path] : [...path]
  if (!paths.every((one) => typeof one === 'string' && one !== '' && !one.includes('\0')))
    throw new GatecastError('ERR_TYPE', `Expected path of a source to be paths of files, got ${shown(path)}`)
  if (query !== undefined && (typeof query !== 'string' || query.trim() === ''))
    throw new GatecastError('ERR_TYPE', `Expected query of a source to be a SELECT, got ${shown(query)}`)
  if (!paths.length && query === undefined)
    throw new GatecastError('ERR_DATA', 'Expected a source with a path or a query, got neither')
  if (source.format !== undefined) return { paths, format: checkChoice('format', source.format, formats) }
  return { paths, format: paths.length || query === undefined ? formatOf(paths) : undefined }
}

function formatOf(paths: readonly string[]): Format {
  const found = paths.map(formatOfPath)
  const odd = found.findIndex((format) => format === undefined || format !== found[0])
  if (odd < 0) return found[0] as Format
  throw new GatecastError(
    'ERR_FILE',
    found[odd] === undefined
      ? `Expected a file or folder whose names tell the format (.csv, .parquet, .json, .duckdb), got "${paths[odd]}". ` +
          "Name it: { path, format: 'csv' }"
      : `Expected files of one format, got "${paths[0]}" and "${paths[odd]}"`,
  )
}

function formatOfPath(path: string): Format | undefined {
  if (isFolder(path))
    return (Object.keys(inFolders) as (keyof typeof inFolders)[]).find((one) => filesIn(path, one).length)
  return byExtension.find(([pattern]) => pattern.test(path))?.[1]
}

export const isFolder = (path: string): boolean => !isRemote(path) && existsSync(path) && statSync(path).isDirectory()

/** The files of a folder and of those in it. Names with a dot or underscore in front are not data, as in Hive. */
export function filesIn(folder: string, format: Exclude<Format, 'duckdb'>): string[] {
  const endings = inFolders[format].map((ending) => `.${ending}`)
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => endings.some((ending) => path.toLowerCase().endsWith(ending)))
    .filter((path) => !path.split(/[\\/]/).some((part) => /^[._]/.test(part)))
    .map((path) => join(folder, path))
    .filter((path) => statSync(path).isFile())
    .sort()
}

import { existsSync } from 'node:fs'
import { GatecastError } from '../../base/error.ts'
import { nearest } from '../../base/nearest.ts'
import { type Connection, rowsOf } from '../duckdb/connection.ts'
import { fileError } from '../duckdb/file_error.ts'
import { escapeGlob, labelOf, type Part, part, partOf, unescapeGlob } from '../duckdb/relation.ts'
import { loadRemote } from '../duckdb/remote.ts'
import { identifier, literal, literals } from '../duckdb/sql.ts'
import { csvParts } from '../formats/csv.ts'
import type { Source } from '../source.ts'
import { filesIn, isFolder, isRemote, pathsOf } from './source_paths.ts'

export interface Scan {
  readonly parts: readonly Part[]
  readonly label: string
  /** Files that were found; none for a query or tables of a database. */
  readonly files: readonly string[]
  readonly format: 'csv' | 'parquet' | 'json' | 'duckdb' | 'query'
}

/** Finds the rows of a source, without reading them. */
export async function scanOf(connection: Connection, source: Source): Promise<Scan> {
  const { paths, format } = pathsOf(source)
  const label = source.query === undefined ? paths.join(', ') : 'the query'
  try {
    if (paths.some(isRemote)) await loadRemote(connection, paths)
    if (source.query !== undefined) {
      if (format === 'duckdb') await connection.run(`use ${await attach(connection, paths[0])}`)
      return {
        parts: [await part(connection, `(${withoutEnd(source.query)}\n)`, label)],
        label,
        files: [],
        format: 'query',
      }
    }
    if (format === 'duckdb') {
      const table = await tableOf(connection, paths[0], await attach(connection, paths[0]), source.table)
      return { parts: [await part(connection, table, label)], label, files: [], format }
    }
    const files = (await Promise.all(paths.map((path) => expanded(connection, path, format ?? 'csv')))).flat()
    const parts = await (format === 'csv' ? csvParts : format === 'json' ? jsonParts : parquetParts)(connection, files)
    return { parts, label, files, format: format ?? 'csv' }
  } catch (cause) {
    throw fileError(`read ${label}`, cause)
  }
}

async function expanded(connection: Connection, path: string, format: 'csv' | 'parquet' | 'json'): Promise<string[]> {
  if (isRemote(path) && !/[*?[]/.test(path)) return [path]
  if (isFolder(path)) return filesIn(path, format).map(escapeGlob)
  if (!isRemote(path) && existsSync(path)) return [escapeGlob(path)]
  const rows = await rowsOf(connection, `select file from glob(${literal(path)}) order by file`)
  if (rows.length) return rows.map(({ file }) => (isRemote(path) ? `${file}` : escapeGlob(`${file}`)))
  throw new GatecastError(
    'ERR_FILE',
    `Expected to read "${path}", got no such file. Check the path; relative ones start at ${process.cwd()}`,
  )
}

/**
 * Files one after another that have the same columns and types. DuckDB takes the types of the first file for all, and
 * silently rounds 1.5 to 2 if that one happens to hold whole numbers.
 */
async function parquetParts(connection: Connection, files: readonly string[]): Promise<Part[]> {
  const read = (some: readonly string[]) =>
    partOf(connection, some, (files) => `read_parquet(${literals(files)}, hive_types_autocast=false)`)
  if (files.length === 1) return [await read(files)]
  const rows = await rowsOf(
    connection,
    `select file_name, string_agg(name || chr(1) || coalesce(duckdb_type, type, ''), chr(2)) as columns
     from parquet_schema(${literals(files)}) group by file_name`,
  )
  const columns = new Map(rows.map((row) => [`${row.file_name}`, row.columns]))
  const runs: string[][] = []
  let before: unknown
  for (const file of files) {
    const own = columns.get(unescapeGlob(file)) ?? file
    if (runs.length && own === before) runs[runs.length - 1].push(file)
    else runs.push([file])
    before = own
  }
  return Promise.all(runs.map(read))
}

/** Every field as text: DuckDB would tell types from the first rows, and refuse what comes later. */
async function jsonParts(connection: Connection, files: readonly string[]): Promise<Part[]> {
  const sniffed = await part(connection, `read_json(${literals(files)}, hive_partitioning=false)`, labelOf(files))
  const fields = sniffed.columns.map(({ name }) => `${literal(name)}: 'VARCHAR'`).join(', ')
  const from = (some: readonly string[]) =>
    `read_json(${literals(some)}, hive_types_autocast=false, columns={${fields}})`
  return [await partOf(connection, files, from)]
}

async function attach(connection: Connection, path: string): Promise<string> {
  const rows = await rowsOf(connection, 'select database_name, path from duckdb_databases()')
  const there = rows.find((row) => row.path === path)
  if (there) return identifier(`${there.database_name}`)
  // The name of the file, which is what views in it may call their database.
  const stem = (path.split(/[\\/]/).at(-1) ?? path).replace(/\.[^.]*$/, '')
  const name = rows.some((row) => `${row.database_name}`.toLowerCase() === stem.toLowerCase())
    ? `${stem} ${rows.length}`
    : stem
  await connection.run(`attach if not exists ${literal(path)} as ${identifier(name)} (read_only)`)
  return identifier(name)
}

async function tableOf(connection: Connection, path: string, database: string, table?: string): Promise<string> {
  const name = literal(database.slice(1, -1).replaceAll('""', '"'))
  const found = await rowsOf(
    connection,
    `select schema_name as schema, table_name as name from duckdb_tables() where database_name = ${name} union all
     select schema_name, view_name from duckdb_views() where database_name = ${name} and not internal order by all`,
  )
  const names = found.map(({ name }) => `${name}`)
  const wanted = found.filter(({ name }) => table === undefined || name === table)
  if (wanted.length === 1) return `${database}.${identifier(`${wanted[0].schema}`)}.${identifier(`${wanted[0].name}`)}`
  throw new GatecastError(
    'ERR_DATA',
    table === undefined || wanted.length > 1
      ? `Expected one table in "${path}", got ${names.join(', ') || 'none'}. Name it: { path, table: "..." }, or write a query`
      : `Expected a table "${table}" in "${path}", got ${names.join(', ') || 'none'}. The nearest are ${nearest(table, names)}`,
  )
}

const withoutEnd = (query: string): string => query.trim().replace(/;+$/, '')

import { GatecastError } from '../../base/error.ts'
import { nearest } from '../../base/nearest.ts'
import { type Connection, queryRows } from '../duckdb/connection.ts'
import { describeRelation } from '../duckdb/relation.ts'
import { identifier, literal } from '../duckdb/sql.ts'
import type { Format } from './format.ts'

/** Database files of DuckDB. */
export const duckdbFile: Format<'duckdb'> = {
  name: 'duckdb',
  extension: /\.(duckdb|ddb|db)$/i,
  folderEndings: [],
  async scan(connection, paths, { table }) {
    const [path] = paths
    const from = await findTable(connection, path, await attach(connection, path), table)
    return { relations: [await describeRelation(connection, from, paths.join(', '))], files: [] }
  },
  async openForQuery(connection, path) {
    await connection.run(`use ${await attach(connection, path)}`)
  },
  placeOf: (row) => `row ${row}`,
  write: null,
}

/** Attaches a database file, if it is not attached yet. Returns its name as an SQL identifier. */
async function attach(connection: Connection, path: string): Promise<string> {
  const rows = await queryRows(connection, 'select database_name, path from duckdb_databases()')
  const attached = rows.find((row) => row.path === path)
  if (attached) return identifier(`${attached.database_name}`)
  // The database gets the name of its file, as views in it may refer to it by that name.
  const stem = (path.split(/[\\/]/).at(-1) ?? path).replace(/\.[^.]*$/, '')
  const name = rows.some((row) => `${row.database_name}`.toLowerCase() === stem.toLowerCase())
    ? `${stem} ${rows.length}`
    : stem
  await connection.run(`attach if not exists ${literal(path)} as ${identifier(name)} (read_only)`)
  return identifier(name)
}

/** The SQL name of a table or view of a database: the one called `table`, or the only one. */
async function findTable(connection: Connection, path: string, database: string, table?: string): Promise<string> {
  const name = literal(database.slice(1, -1).replaceAll('""', '"'))
  const found = await queryRows(
    connection,
    `select schema_name as schema, table_name as name from duckdb_tables() where database_name = ${name} union all
     select schema_name, view_name from duckdb_views() where database_name = ${name} and not internal order by all`,
  )
  const names = found.map(({ name }) => `${name}`)
  const wanted = found.filter(({ name }) => table === undefined || name === table)
  if (wanted.length === 1) return `${database}.${identifier(`${wanted[0].schema}`)}.${identifier(`${wanted[0].name}`)}`
  const listed = names.join(', ') || 'none'
  throw new GatecastError(
    'ERR_DATA',
    table === undefined || wanted.length > 1
      ? `Expected one table in "${path}", got ${listed}. Name it: { path, table: "..." }, or write a query`
      : `Expected a table "${table}" in "${path}", got ${listed}. The nearest are ${nearest(table, names)}`,
  )
}

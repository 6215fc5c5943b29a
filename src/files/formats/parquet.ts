import { type Connection, queryRows } from '../duckdb/connection.ts'
import { findFiles } from '../duckdb/find_files.ts'
import { consecutiveFiles, describeFiles, type Relation, unescapeGlob } from '../duckdb/relation.ts'
import { literal, literals } from '../duckdb/sql.ts'
import type { Format } from './format.ts'

const copyOptions = 'format parquet, compression snappy, dictionary_size_limit 8192'

export const parquet: Format<'parquet'> = {
  name: 'parquet',
  extension: /\.(parquet|pq)$/i,
  folderEndings: ['.parquet', '.pq'],
  async scan({ connection, paths }) {
    const files = await findFiles(connection, paths, parquet.folderEndings)
    return { relations: await relationsByColumns(connection, files), files }
  },
  placeOf: (row) => `row ${row}`,
  groupBounds: (files, column) =>
    `select stats_min_value as low, stats_max_value as high from parquet_metadata(${literals(files)})
     where path_in_schema = ${literal(column)}`,
  write: {
    copyOptions: { '.parquet': copyOptions, '.pq': copyOptions },
    outputEndings: ['.parquet', '.pq'],
    partFormat: 'parquet',
    numberAsText: null,
    fromFiles: (paths) => `read_parquet(${literals(paths)})`,
  },
}

/**
 * One relation for each run of files with the same columns and types. In one relation, DuckDB takes the types of the
 * first file for all: if that file happens to hold whole numbers, it rounds 1.5 in a later file to 2 without an error.
 */
async function relationsByColumns(connection: Connection, files: readonly string[]): Promise<Relation[]> {
  const describe = (some: readonly string[]) =>
    describeFiles(connection, some, (files) => `read_parquet(${literals(files)}, hive_types_autocast=false)`)
  if (files.length === 1) return [await describe(files)]
  const rows = await queryRows(
    connection,
    `select file_name, string_agg(name || chr(1) || coalesce(duckdb_type, type, ''), chr(2)) as columns
     from parquet_schema(${literals(files)}) group by file_name`,
  )
  const columns = new Map(rows.map((row) => [`${row.file_name}`, row.columns]))
  const keys = files.map((file) => columns.get(unescapeGlob(file)) ?? file)
  return Promise.all(consecutiveFiles(files, keys).map((run) => describe(run.files)))
}

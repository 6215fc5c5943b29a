import { literal, literals } from '../duckdb/sql.ts'
import { copyTo, type Written } from './write_table.ts'

/**
 * Joins tables of the same columns, CSV or Parquet, to one, row after row in their order. Fields of CSV stay as they are
 * written. The file is there whole or not at all, as by {@link writeTable}.
 *
 * @param paths - of one format, with the same columns
 * @param to - the file that is written, of the same format
 * @returns size and hash of the file
 * @throws {GatecastError} `ERR_FILE`, `ERR_DATA` naming what cannot be read or written
 * @example
 * await joinTables(['part-0.csv', 'part-1.csv'], 'all.csv')
 */
export async function joinTables(paths: readonly string[], to: string): Promise<Omit<Written, 'rows'>> {
  const from = /\.parquet$/i.test(paths[0])
    ? `read_parquet(${literals(paths)})`
    : `read_csv(${literals(paths)}, header=true, all_varchar=true, delim=${literal(/\.tsv$/i.test(paths[0]) ? '\t' : ',')}, quote='"', escape='"')`
  const { bytes, sha256 } = await copyTo(to, 0, [], () => `select * from ${from}`)
  return { bytes, sha256 }
}

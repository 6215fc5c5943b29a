import { type SignalOption, signalOf } from '../../base/abort.ts'
import { checkList } from '../../base/check.ts'
import { identifier } from '../duckdb/sql.ts'
import { Tables } from '../tables.ts'
import { type BeforeRename, copyToFile, type Written } from './copy_to_file.ts'
import { writingOf, writingTo } from './output_formats.ts'

/**
 * Joins tables with the same columns, CSV or Parquet, to one file. The rows keep their order, table after table. Fields
 * of CSV files stay as they are written. The file is written whole or not at all, as by {@link writeTable}.
 *
 * @param paths - files of one format, with the same columns
 * @param to - the file to write: of the same format, or JSON made of Parquet files
 * @param beforeRename - called with size and hash of the file before it gets its name
 * @param call - `signal` stops the call; no file is left
 * @returns size and hash of the file
 * @throws {GatecastError} `ERR_FILE`, `ERR_DATA` naming the file that cannot be read or written
 * @example
 * await joinTables(['part-0.csv', 'part-1.csv'], 'all.csv')
 */
export async function joinTables(
  paths: readonly string[],
  to: string,
  beforeRename?: BeforeRename,
  call?: SignalOption,
): Promise<Omit<Written, 'rows'>> {
  checkList('paths', paths)
  const from = writingOf(paths[0])
  const list = from === writingOf(to) ? '*' : await columnsAsText(paths[0], to)
  const select = () => `select ${list} from ${from.fromFiles(paths)}`
  const { bytes, sha256 } = await copyToFile(to, 0, [], select, beforeRename, signalOf('joinTables', call))
  return { bytes, sha256 }
}

/** The columns of a table for another format, with numbers as that format writes them. */
async function columnsAsText(path: string, to: string): Promise<string> {
  const { numberAsText } = writingTo(to).writing
  if (!numberAsText) return '*'
  await using tables = await Tables.open()
  const columns = (await tables.columns({ path })).map(({ name, type }) => ({ name: identifier(name), type }))
  return columns.map(({ name, type }) => (type === 'DOUBLE' ? `${numberAsText(name)} as ${name}` : name)).join(', ')
}

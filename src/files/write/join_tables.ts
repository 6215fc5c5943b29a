import { copyToFile, type Written } from './copy_to_file.ts'
import { writingOf } from './output_formats.ts'

/**
 * Joins tables with the same columns, CSV or Parquet, to one file. The rows keep their order, table after table. Fields
 * of CSV files stay as they are written. The file is written whole or not at all, as by {@link writeTable}.
 *
 * @param paths - files of one format, with the same columns
 * @param to - the file to write, of the same format
 * @returns size and hash of the file
 * @throws {GatecastError} `ERR_FILE`, `ERR_DATA` naming the file that cannot be read or written
 * @example
 * await joinTables(['part-0.csv', 'part-1.csv'], 'all.csv')
 */
export async function joinTables(paths: readonly string[], to: string): Promise<Omit<Written, 'rows'>> {
  const { fromFiles } = writingOf(paths[0])
  const { bytes, sha256 } = await copyToFile(to, 0, [], () => `select * from ${fromFiles(paths)}`)
  return { bytes, sha256 }
}

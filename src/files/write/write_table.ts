import { type SignalOption, signalOf } from '../../base/abort.ts'
import { type BeforeRename, copyToFile, type Written } from './copy_to_file.ts'
import { writingTo } from './output_formats.ts'
import { checkColumns, planColumns, type WriteColumn } from './write_columns.ts'

/**
 * Writes a table as Parquet, CSV or JSON, in the format that the extension of the path names (`.parquet`, `.csv`,
 * `.csv.gz`, `.tsv`, `.json` for one array, `.jsonl` for an object in each line). The file is written whole or not at all: under a temporary name in its folder, then synced and renamed. The
 * same columns give the same bytes.
 *
 * @param path - the file to write; its extension names the format
 * @param columns - of equal length, with different names
 * @param beforeRename - called with size and hash of the file before it gets its name
 * @param call - `signal` stops the call; no file is left
 * @throws {GatecastError} `ERR_FILE` with path and reason; no half-written file is left
 * @example
 * await writeTable('forecast.parquet', [
 *   { name: 'store', type: 'text', values: ['a', 'b'], repeat: 28 }, // 28 rows each
 *   { name: 'date', type: 'date', values: days },
 *   { name: 'mean', type: 'number', values: means },
 * ])
 */
export async function writeTable(
  path: string,
  columns: readonly WriteColumn[],
  beforeRename?: BeforeRename,
  call?: SignalOption,
): Promise<Written> {
  const rows = checkColumns(columns)
  // copyToFile refuses a path that is no text.
  const numberAsText = typeof path === 'string' ? writingTo(path).writing.numberAsText : null
  const { inputs, select } = planColumns(columns, rows, numberAsText)
  return copyToFile(path, rows, inputs, select, beforeRename, signalOf('writeTable', call))
}

import type { SignalOption } from '../../base/abort.ts'
import { checkChoice, checkOptions } from '../../base/check.ts'
import { formats } from '../formats/index.ts'
import { type BeforeRename, copyToFile, type Written } from './copy_to_file.ts'
import { type CsvFormulas, csvFormulas, escapeFormulas } from './csv_formulas.ts'
import { writingTo } from './output_formats.ts'
import { checkColumns, planColumns, type WriteColumn } from './write_columns.ts'

/** Options of {@link writeTable}. */
export interface WriteOptions extends SignalOption {
  /**
   * The treatment, in a CSV file, of texts and names of columns that a spreadsheet would run as formulas: those that
   * begin with `=`, `+`, `-`, `@`, a tab or a carriage return and are no numbers. `escape` puts a quote before them.
   * Default `keep`.
   */
  csvFormulas?: CsvFormulas
}

/**
 * Writes a table as Parquet, CSV or JSON, in the format that the extension of the path names (`.parquet`, `.csv`,
 * `.csv.gz`, `.tsv`, `.json` for one array, `.jsonl` for an object in each line). The file is written whole or not at all: under a temporary name in its folder, then synced and renamed. The
 * same columns give the same bytes.
 *
 * @param path - the file to write; its extension names the format
 * @param columns - of equal length, with different names
 * @param beforeRename - called with size and hash of the file before it gets its name
 * @param options - `csvFormulas: 'escape'` for tables that people open in a spreadsheet; `signal` stops the call, and no
 * file is left
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
  options: WriteOptions = {},
): Promise<Written> {
  checkOptions('writeTable', options, ['csvFormulas', 'signal'])
  const formulas = checkChoice('csvFormulas', options.csvFormulas ?? 'keep', csvFormulas)
  const rows = checkColumns(columns)
  // copyToFile refuses a path that is no text.
  const numberAsText = typeof path === 'string' ? writingTo(path).writing.numberAsText : null
  const isEscaped = formulas === 'escape' && formats.csv.extension.test(path)
  const written = isEscaped ? escapeFormulas(columns) : columns
  const { inputs, select } = planColumns(written, rows, numberAsText)
  return copyToFile(path, rows, inputs, select, beforeRename, options.signal)
}

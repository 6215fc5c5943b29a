import { shown } from '../base/check.ts'
import { GatecastError } from '../base/error.ts'
import { type Columns, columnsOf, type DataFrame, isDataFrame } from '../series/data_frame.ts'
import { tableFrom } from '../series/table/read_table.ts'
import type { Table } from '../series/table/table.ts'
import type { TableOptions } from '../series/table/table_options.ts'

/** Reads a frame, and one with rows of the future below it. */
export function readFrames(where: string, frame: DataFrame, options: TableOptions, future?: DataFrame): Table {
  const columns = read(where, 'a DataFrame', frame)
  if (future === undefined) return tableFrom(where, columns, options)
  if (!options.known?.length)
    throw new GatecastError(
      'ERR_DATA',
      `Expected covariates known in the future for the future rows of ${where}, got none. Name them: { known: ["price"] }`,
    )
  return tableFrom(where, stacked(columns, read(where, 'a DataFrame of future rows', future)), options)
}

function read(where: string, what: string, frame: DataFrame): Columns {
  if (isDataFrame(frame)) return columnsOf(frame)
  throw new GatecastError(
    'ERR_TYPE',
    `Expected ${what} of danfojs or danfojs-node for ${where}, got ${shown(frame)}. Arrays and objects go into ` +
      'panelFromColumns() and panelFromRows()',
  )
}

/** Rows below rows; what one of them lacks is missing. */
function stacked(above: Columns, below: Columns): Columns {
  const rows = (columns: Columns) => Object.values(columns)[0]?.length ?? 0
  const names = [...new Set([...Object.keys(above), ...Object.keys(below)])]
  const part = (columns: Columns, name: string) => Array.from(columns[name] ?? new Array(rows(columns)))
  return Object.fromEntries(names.map((name) => [name, [...part(above, name), ...part(below, name)]]))
}

import { shown } from '../base/check.ts'
import { GatecastError } from '../base/error.ts'
import { type Columns, columnsOf, type DataFrame, isDataFrame } from '../series/data_frame.ts'
import { readTable } from '../series/table/read_table.ts'
import type { Table } from '../series/table/table.ts'
import type { TableOptions } from '../series/table/table_options.ts'

/** Reads a frame, and the frame of its future rows, into one table. */
export function readFrames(where: string, frame: DataFrame, options: TableOptions, future?: DataFrame): Table {
  const columns = readColumns(where, 'a DataFrame', frame)
  if (future === undefined) return readTable(where, columns, options)
  if (!options.known?.length)
    throw new GatecastError(
      'ERR_DATA',
      `Expected covariates known in the future for the future rows of ${where}, got none. Name them: { known: ["price"] }`,
    )
  return readTable(where, stackColumns(columns, readColumns(where, 'a DataFrame of future rows', future)), options)
}

function readColumns(where: string, what: string, frame: DataFrame): Columns {
  if (isDataFrame(frame)) return columnsOf(frame)
  throw new GatecastError(
    'ERR_TYPE',
    `Expected ${what} of danfojs or danfojs-node for ${where}, got ${shown(frame)}. For arrays and objects, use ` +
      'panelFromColumns() and panelFromRows()',
  )
}

/** Puts rows below other rows. Values of a column that one of them lacks are missing there. */
function stackColumns(above: Columns, below: Columns): Columns {
  const rows = (columns: Columns) => Object.values(columns)[0]?.length ?? 0
  const names = [...new Set([...Object.keys(above), ...Object.keys(below)])]
  const part = (columns: Columns, name: string) => Array.from(columns[name] ?? new Array(rows(columns)))
  return Object.fromEntries(names.map((name) => [name, [...part(above, name), ...part(below, name)]]))
}

import { shown } from '../base/check.ts'
import { GatecastError } from '../base/error.ts'
import { atOnce } from '../base/resources/turns.ts'
import { type Columns, columnsOf, type DataFrame, isDataFrame } from '../series/data_frame.ts'
import { readTable } from '../series/table/read_table.ts'
import type { Table } from '../series/table/table.ts'
import type { TableOptions } from '../series/table/table_options.ts'

/** Reads a frame, and the frame of its future rows, into one table. */
export function readFrames(where: string, frame: DataFrame, options: TableOptions, future?: DataFrame): Table {
  const columns = readColumns(where, 'a DataFrame', frame)
  return atOnce(
    readTable(where, { columns, future: future && readColumns(where, 'a DataFrame of future rows', future) }, options),
  )
}

function readColumns(where: string, what: string, frame: DataFrame): Columns {
  if (isDataFrame(frame)) return columnsOf(frame)
  throw new GatecastError(
    'ERR_TYPE',
    `Expected ${what} of danfojs or danfojs-node for ${where}, got ${shown(frame)}. For arrays and objects, use ` +
      'panelFromColumns() and panelFromRows()',
  )
}

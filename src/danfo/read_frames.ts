import { shown } from '../base/check.ts'
import { GatecastError } from '../base/error.ts'
import { atOnce } from '../base/resources/turns.ts'
import type { Columns } from '../frames/columns.ts'
import { columnsOf, isDataFrame } from '../frames/frame.ts'
import type { Frame } from '../frames/frame_types.ts'
import { packages } from '../frames/kinds/index.ts'
import { readTable } from '../series/table/read_table.ts'
import type { Table } from '../series/table/table.ts'
import type { TableOptions } from '../series/table/table_options.ts'

/** Reads a frame, and the frame of its future rows, into one table. */
export function readFrames(where: string, frame: Frame, options: TableOptions, future?: Frame): Table {
  const columns = readColumns(where, 'a frame', frame)
  return atOnce(
    readTable(where, { columns, future: future && readColumns(where, 'a frame of future rows', future) }, options),
  )
}

function readColumns(where: string, what: string, frame: Frame): Columns {
  if (isDataFrame(frame)) return columnsOf(frame)
  throw new GatecastError(
    'ERR_TYPE',
    `Expected ${what} of ${packages} for ${where}, got ${shown(frame)}. For arrays and objects, use ` +
      'panelFromColumns() and panelFromRows()',
  )
}

import { eachPiece, type InPieces } from '../../base/resources/turns.ts'
import { isArrowColumn } from '../arrow/layout.ts'
import { readColumn } from '../arrow/read_column.ts'
import type { ArqueroLibrary, ArqueroTable } from '../frame_types.ts'
import type { FrameKind } from '../kind.ts'
import { TimeColumn } from '../time_column.ts'
import { typedColumns } from '../typed_columns.ts'

type TableClass = new (columns: Record<string, unknown>) => ArqueroTable

/** Tables of arquero. Their columns are arrays, or columns in the layout of Arrow; a filter leaves the rows in place. */
export const arquero: FrameKind<ArqueroTable, ArqueroLibrary> = {
  package: 'arquero',
  imported: 'aq',
  hasTimes: true,
  owns(value) {
    const { columnNames, numRows, column, indices } = value as Partial<ArqueroTable>
    return [columnNames, numRows, column, indices].every((member) => typeof member === 'function')
  },
  names: (table) => table.columnNames(),
  rows: (table) => table.numRows(),
  *cells(table, name) {
    const column = table.column(name)
    const all = isArrowColumn(column) ? yield* readColumn(column, name) : undefined
    if (all && !table.isFiltered() && !table.isOrdered()) return all
    const { at } = column as { at(row: number): unknown }
    const cellOf = all ? (row: number) => all[row] : (row: number) => at.call(column, row)
    return yield* gather(table.indices(), cellOf)
  },
  isLibrary(value) {
    const { table, op } = value as Partial<ArqueroLibrary>
    return typeof table === 'function' && typeof op === 'object' && op !== null
  },
  libraryOf(frame) {
    const Table = frame.constructor as TableClass
    return { op: {}, table: (columns) => new Table(columns) }
  },
  make(library, columns) {
    const arrays = typedColumns(columns).map(({ name, values }) => [name, arrayOf(values)] as const)
    return (library.table as (columns: object) => object)(Object.fromEntries(arrays))
  },
}

function* gather(rows: ArrayLike<number>, cellOf: (row: number) => unknown): InPieces<unknown[]> {
  const cells = new Array<unknown>(rows.length)
  yield* eachPiece(rows.length, (from, to) => {
    for (let row = from; row < to; row++) cells[row] = cellOf(rows[row])
  })
  return cells
}

/** Arquero has no type for times: it takes dates. */
function arrayOf(values: ArrayLike<unknown> | TimeColumn): ArrayLike<unknown> {
  if (!(values instanceof TimeColumn)) return values
  return Array.from(values.times, (time) => (Number.isNaN(time) ? null : new Date(time)))
}

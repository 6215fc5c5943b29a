import { isArrowColumn } from '../arrow/layout.ts'
import { makeVector, type VectorLibrary } from '../arrow/make_vector.ts'
import { readColumn } from '../arrow/read_column.ts'
import type { ArrowLibrary, ArrowTable } from '../frame_types.ts'
import type { FrameKind } from '../kind.ts'
import { typedColumns } from '../typed_columns.ts'

type TableClass = new (columns: Record<string, unknown>) => ArrowTable

/**
 * Tables of apache-arrow. A table does not lead to the package, which Node may have loaded twice: as an ES module and as
 * CommonJS. A table of one is no table of the other, so the caller gives the package.
 */
export const arrow: FrameKind<ArrowTable, ArrowLibrary> = {
  package: 'apache-arrow',
  imported: 'arrow',
  hasTimes: true,
  owns(value) {
    const { schema, numRows, getChildAt } = value as Partial<ArrowTable>
    return typeof numRows === 'number' && typeof getChildAt === 'function' && Array.isArray(schema?.fields)
  },
  names: ({ schema }) => schema.fields.map(({ name }) => name),
  rows: ({ numRows }) => numRows,
  *cells(table, name) {
    const column = table.getChildAt(this.names(table).indexOf(name))
    return isArrowColumn(column) ? yield* readColumn(column, name) : []
  },
  isLibrary(value) {
    const { Table, makeData, makeVector: make, vectorFromArray } = value as Partial<ArrowLibrary>
    return [Table, makeData, make, vectorFromArray].every((member) => typeof member === 'function')
  },
  make(library, columns) {
    const vectors = typedColumns(columns).map(
      (column) => [column.name, makeVector(library as unknown as VectorLibrary, column)] as const,
    )
    return new (library.Table as unknown as TableClass)(Object.fromEntries(vectors))
  },
}

import type { PolarsFrame, PolarsLibrary } from '../frame_types.ts'
import { installed } from '../installed.ts'
import type { FrameKind } from '../kind.ts'
import { makeSeries, type SeriesLibrary } from '../polars/make_series.ts'
import { type PolarsSeries, readSeries } from '../polars/read_series.ts'
import { typedColumns } from '../typed_columns.ts'

const columnsOf = (frame: PolarsFrame) => frame.getColumns() as readonly PolarsSeries[]

/**
 * DataFrames of nodejs-polars. A frame answers to the names of its columns, for example `height`, so only members with
 * unlikely names are asked for.
 */
export const polars: FrameKind<PolarsFrame, PolarsLibrary> = {
  package: 'nodejs-polars',
  imported: 'pl',
  hasTimes: true,
  owns(value) {
    const { getColumns, lazy } = value as Partial<PolarsFrame>
    return typeof getColumns === 'function' && typeof lazy === 'function'
  },
  names: (frame) => columnsOf(frame).map(({ name }) => name),
  rows: (frame) => columnsOf(frame)[0]?.length ?? 0,
  *cells(frame, name) {
    const series = columnsOf(frame).find((column) => column.name === name)
    return series ? yield* readSeries(series, name) : []
  },
  isLibrary(value) {
    const { DataFrame, Series, lit } = value as Partial<PolarsLibrary>
    return [DataFrame, Series, lit].every((member) => typeof member === 'function')
  },
  // The package is CommonJS, so that every import and every require gives the same one.
  libraryOf: () => installed('nodejs-polars') as PolarsLibrary | undefined,
  make(library, columns) {
    const all = typedColumns(columns).map((column) => makeSeries(library as unknown as SeriesLibrary, column))
    return (library.DataFrame as (columns: unknown) => object)(all)
  },
}

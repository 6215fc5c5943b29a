import { eachPiece, type InPieces, pieceRows } from '../../base/resources/turns.ts'
import type { Columns } from '../../frames/columns.ts'
import type { FrameColumns } from '../../frames/kind.ts'
import { namesOfTargets } from '../targets.ts'
import { timeColumn } from '../time_column.ts'
import { timesOf, timeTexts } from '../time_texts.ts'
import type { Column, PanelParts } from './panel_parts.ts'

type NamedParts = PanelParts & { readonly names: { series: string; time: string } }

/** A panel as plain columns with one row for each time step: id, time as ISO text, target, covariates. */
export const panelColumnsInPieces = (panel: NamedParts): InPieces<Columns> =>
  frameColumnsInPieces(panel, false) as InPieces<Columns>

/**
 * The columns of a frame of a panel.
 *
 * @param isTyped - whether times become a column of a type for times, instead of ISO texts
 */
export function* frameColumnsInPieces(panel: NamedParts, isTyped: boolean): InPieces<FrameColumns> {
  const { frequency, timeZone, names, ids: seriesIds, offsets, starts } = panel
  const named = panel.channels && namesOfTargets(seriesIds, panel.channels)
  yield
  const ids = yield* perRow(offsets, (series) => named?.[series].id ?? seriesIds[series])
  const runs = { starts, frequency, timeZone, from: () => 0, rows: (s: number) => offsets[s + 1] - offsets[s] }
  const times = isTyped ? timeColumn(yield* timesOf(runs), timeZone, frequency) : yield* timeTexts(runs, 'alike')
  const entries: [string, FrameColumns[string]][] = [
    [names.series, ids],
    [names.time, times],
  ]
  for (const column of [panel.target, ...panel.known, ...panel.observed]) {
    entries.push([column.name, yield* labelled(column)])
    yield
  }
  for (const column of panel.static) {
    const values = yield* labelled(column)
    entries.push([column.name, yield* perRow(offsets, (series) => values[series])])
  }
  return Object.fromEntries(entries)
}

/** A column with the value of its series in each row. */
function* perRow<T>(offsets: Float64Array, at: (series: number) => T): InPieces<T[]> {
  const column = new Array<T>(offsets[offsets.length - 1])
  yield
  for (let series = 0, work = 0; series + 1 < offsets.length; series++) {
    column.fill(at(series), offsets[series], offsets[series + 1])
    work += 1 + offsets[series + 1] - offsets[series]
    if (work < pieceRows) continue
    work = 0
    yield
  }
  return column
}

/** The values of a column with the names of categories, `null` where missing. */
function* labelled({ kind, values, categories }: Column): InPieces<ArrayLike<unknown>> {
  if (kind === 'numeric') return values
  const labels = new Array<string | null>(values.length)
  yield* eachPiece(values.length, (from, to) => {
    for (let row = from; row < to; row++) labels[row] = categories?.[values[row]] ?? null
  })
  return labels
}

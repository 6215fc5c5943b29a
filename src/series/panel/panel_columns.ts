import type { InPieces } from '../../base/resources/turns.ts'
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
  const rows = offsets[seriesIds.length]
  const ids = new Array<string>(rows)
  const seriesOf = new Float64Array(rows)
  const named = panel.channels && namesOfTargets(seriesIds, panel.channels)
  for (let series = 0; series < seriesIds.length; series++) {
    const [from, to] = [offsets[series], offsets[series + 1]]
    ids.fill(named?.[series].id ?? seriesIds[series], from, to)
    seriesOf.fill(series, from, to)
  }
  const runs = { starts, frequency, timeZone, from: () => 0, rows: (s: number) => offsets[s + 1] - offsets[s] }
  const times = isTyped ? timeColumn(yield* timesOf(runs), timeZone, frequency) : yield* timeTexts(runs, 'alike')
  const entries: [string, FrameColumns[string]][] = [
    [names.series, ids],
    [names.time, times],
  ]
  for (const column of [panel.target, ...panel.known, ...panel.observed]) {
    entries.push([column.name, labelled(column)])
    yield
  }
  for (const column of panel.static) {
    const values = labelled(column)
    entries.push([column.name, Array.from(seriesOf, (series) => values[series])])
  }
  return Object.fromEntries(entries)
}

/** The values of a column with the names of categories, `null` where missing. */
function labelled({ kind, values, categories }: Column): ArrayLike<unknown> {
  if (kind === 'numeric') return values
  return Array.from(values, (code) => (Number.isNaN(code) ? null : (categories?.[code] ?? null)))
}

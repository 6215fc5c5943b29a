import type { Columns } from '../data_frame.ts'
import { formatTimes } from '../time/format_time.ts'
import type { Panel } from './panel.ts'
import type { Column } from './panel_parts.ts'

/** A panel as plain columns with a row per time step: id, time as ISO text, target, covariates. */
export function panelColumns(panel: Panel): Columns {
  const { frequency, timeZone, names, offsets } = panel
  const ids = new Array<string>(panel.rowCount)
  const times = new Float64Array(panel.rowCount)
  const seriesOf = new Float64Array(panel.rowCount)
  for (let series = 0; series < panel.seriesCount; series++) {
    ids.fill(panel.ids[series], offsets[series], offsets[series + 1])
    seriesOf.fill(series, offsets[series], offsets[series + 1])
    times.set(panel.times(series), offsets[series])
  }
  const entries: [string, ArrayLike<unknown>][] = [
    [names.series, ids],
    [names.time, formatTimes(times, timeZone, frequency)],
  ]
  for (const column of [panel.target, ...panel.known, ...panel.observed]) entries.push([column.name, labelled(column)])
  for (const column of panel.static) {
    const values = labelled(column)
    entries.push([column.name, Array.from(seriesOf, (series) => values[series])])
  }
  return Object.fromEntries(entries)
}

/** Categories by name, `null` where missing. */
function labelled({ kind, values, categories }: Column): ArrayLike<unknown> {
  if (kind === 'numeric') return values
  return Array.from(values, (code) => (Number.isNaN(code) ? null : (categories?.[code] ?? null)))
}

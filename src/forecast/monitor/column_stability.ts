import type { InPieces } from '../../base/resources/turns.ts'
import { type Column, type Panel, stepsBetween } from '../../series/index.ts'
import type { LiveWindow } from './live_windows.ts'
import { type Stability, stabilityInPieces } from './population_stability.ts'

/** How far a column of a panel has moved since the first forecast. */
export interface ColumnStability extends Stability {
  /** The name of the column. */
  readonly column: string
}

/**
 * Compares the rows of each column before the first forecast of their series with those from then on. Columns without rows
 * on both sides are left out.
 */
export function* columnStability(panel: Panel, windows: readonly LiveWindow[]): InPieces<ColumnStability[]> {
  const [rowsBefore, rowsAfter] = yield* sidesOf(panel, windows)
  const found: ColumnStability[] = []
  for (const { name, kind, values } of [panel.target, ...panel.known, ...panel.observed] as readonly Column[]) {
    const before = yield* gather(values, rowsBefore)
    const after = yield* gather(values, rowsAfter)
    if (before.length && after.length)
      found.push({
        column: name,
        ...(yield* stabilityInPieces(before, after, { categorical: kind === 'categorical' })),
      })
  }
  return found
}

/** Rows from `from` up to `to` of a column. */
interface Rows {
  readonly from: number
  readonly to: number
}

function* gather(values: Float64Array, ranges: readonly Rows[]): InPieces<Float64Array> {
  const some = new Float64Array(ranges.reduce((count, { from, to }) => count + to - from, 0))
  let count = 0
  for (const { from, to } of ranges) {
    some.set(values.subarray(from, to), count)
    count += to - from
    yield
  }
  return some
}

/** The rows of the history of series that are forecast: those before their first forecast, and those from then on. */
function* sidesOf(panel: Panel, windows: readonly LiveWindow[]): InPieces<[before: Rows[], after: Rows[]]> {
  const first = new Map<string, number>()
  for (const { forecast } of windows) {
    const { origins } = forecast
    for (const [series, id] of forecast.ids.entries())
      first.set(id, Math.min(first.get(id) ?? Number.POSITIVE_INFINITY, origins[series]))
    yield
  }
  const sides: [Rows[], Rows[]] = [[], []]
  for (const [series, id] of panel.ids.entries()) {
    const origin = first.get(id)
    if (origin === undefined) continue
    const start = panel.offsets[series]
    const end = start + panel.lengths[series]
    const since = start + stepsBetween(panel.starts[series], origin, panel.frequency, panel.timeZone)
    const cut = Math.min(end, Math.max(start, since))
    sides[0].push({ from: start, to: cut })
    sides[1].push({ from: cut, to: end })
    yield
  }
  return sides
}

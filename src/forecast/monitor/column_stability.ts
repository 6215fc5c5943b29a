import { eachPiece, type InPieces } from '../../base/resources/turns.ts'
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
  const [rowsBefore, rowsAfter] = sidesOf(panel, windows)
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

function* gather(values: Float64Array, rows: readonly number[]): InPieces<Float64Array> {
  const some = new Float64Array(rows.length)
  yield* eachPiece(rows.length, (from, to) => {
    for (let i = from; i < to; i++) some[i] = values[rows[i]]
  })
  return some
}

/** The rows of the history of series that are forecast: those before their first forecast, and those from then on. */
function sidesOf(panel: Panel, windows: readonly LiveWindow[]): [before: number[], after: number[]] {
  const first = new Map<string, number>()
  for (const { forecast } of windows) {
    const { origins } = forecast
    forecast.ids.forEach((id, series) => {
      first.set(id, Math.min(first.get(id) ?? Number.POSITIVE_INFINITY, origins[series]))
    })
  }
  const sides: [number[], number[]] = [[], []]
  panel.ids.forEach((id, series) => {
    const origin = first.get(id)
    if (origin === undefined) return
    const since = stepsBetween(panel.starts[series], origin, panel.frequency, panel.timeZone)
    for (let row = 0; row < panel.lengths[series]; row++) sides[row < since ? 0 : 1].push(panel.offsets[series] + row)
  })
  return sides
}

import { type Cycle, cyclePlace, ownCyclePlace } from '../../../models/index.ts'
import { stepsBetween } from '../../../series/index.ts'
import { modulo } from '../../../series/time/civil.ts'
import type { Cut } from './cut.ts'

/**
 * The place of each row in a cycle: its step since 1970 (or since 0 of an index) modulo the length. So it is the same for
 * all series, and does not change if rows are cut off, added or missing.
 *
 * @param known - the series that have a cycle of their own, in order; the places of other series are in cycle 0
 */
export function cyclePlaces(
  { panel, rows, offsets, size }: Cut,
  { length, series: own }: Cycle,
  known: readonly string[],
): Record<string, Int32Array> {
  const { frequency, timeZone, starts, ids } = panel
  const first = new Map<number, number>()
  const common = new Int32Array(size)
  const ofSeries = new Int32Array(own > 0 ? size : 0)
  const codes = new Map(known.map((id, i) => [id, i + 1]))
  for (let series = 0; series < panel.seriesCount; series++) {
    const start = starts[series]
    const step = first.get(start) ?? modulo(stepsBetween(0, start, frequency, timeZone), length)
    first.set(start, step)
    const shift = (codes.get(ids[series]) ?? 0) * length
    let place = (step + rows.from[series]) % length
    for (let row = offsets[series]; row < offsets[series + 1]; row++) {
      common[row] = place
      if (own > 0) ofSeries[row] = shift + place
      place = place + 1 === length ? 0 : place + 1
    }
  }
  return { [cyclePlace]: common, ...(own > 0 ? { [ownCyclePlace]: ofSeries } : {}) }
}

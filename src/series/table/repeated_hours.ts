import { zoneOf } from '../time/zone.ts'
import type { Groups } from './group_rows.ts'

/**
 * Separates the rows of an hour that the wall clock shows twice, because it is set back. Of two rows with the same time
 * in such an hour, one gets the time one hour later: the one that stands later among rows that run from old to new, and
 * the one that stands earlier among rows that run from new to old. Rows in no order keep their times, so that they are
 * reported as duplicates.
 *
 * @param order - indices of the rows, sorted by series and time; `undefined` if the rows are sorted already
 * @param places - the place of each row in its source; `undefined` if the rows are in its order
 * @returns true if times were changed, so that the rows have to be sorted again
 */
export function separateRepeatedHours(
  { seriesOf }: Groups,
  order: Uint32Array | undefined,
  times: Float64Array,
  timeZone: string,
  places: ArrayLike<number> | undefined,
): boolean {
  const zone = zoneOf(timeZone)
  if (zone.fixed) return false
  const rowAt = (at: number) => (order ? order[at] : at)
  const placeAt = (at: number) => (places ? places[rowAt(at)] : rowAt(at))
  const moved: [row: number, time: number][] = []
  for (let from = 0, to = 0; from < times.length; from = to) {
    const series = seriesOf[rowAt(from)]
    to = from + 1
    while (to < times.length && seriesOf[rowAt(to)] === series) to++
    let direction: number | undefined
    for (let at = from + 1; at < to; at++) {
      const time = times[rowAt(at)]
      if (time !== times[rowAt(at - 1)]) continue
      const second = zone.secondPass(time)
      if (second === undefined) continue
      direction ??= directionOf((row) => times[rowAt(row)], placeAt, from, to)
      const isLater = placeAt(at) > placeAt(at - 1)
      if (direction !== 0) moved.push([rowAt(isLater === direction > 0 ? at : at - 1), second])
    }
  }
  for (const [row, time] of moved) times[row] = time
  return moved.length > 0
}

/** 1 if the rows [from, to) of a source run from old to new, -1 if they run from new to old, 0 if they are in no order. */
function directionOf(
  timeAt: (at: number) => number,
  placeAt: (at: number) => number,
  from: number,
  to: number,
): number {
  let [up, down] = [0, 0]
  for (let at = from + 1; at < to; at++) {
    if (timeAt(at) === timeAt(at - 1)) continue
    if (placeAt(at) > placeAt(at - 1)) up++
    else down++
  }
  // Two parts of a file may follow each other in the wrong order. Rows that were shuffled turn at every second row.
  if (up >= 4 * down) return 1
  return down >= 4 * up ? -1 : 0
}

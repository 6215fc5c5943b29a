// MSTL: several seasons by STL, one after another. Each is estimated from the values without the other seasons, twice, so
// that a pattern that two seasons could explain ends in one of them. The trend is that of the last season.
//
// Source: Bandara, Hyndman, Bergmeir 2021, "MSTL: A Seasonal-Trend Decomposition Algorithm for Time Series with Multiple
// Seasonal Patterns", algorithm 1; windows 7 + 4 i as there and as `mstl` in R's forecast.

import type { InPieces } from '../../../base/resources/turns.ts'
import { stl } from './stl.ts'

/** The parts of a series: it is the sum of trend, all seasons and remainder. */
export interface Parts {
  readonly trend: Float64Array
  /** One part for each season. */
  readonly seasons: Float64Array[]
  readonly remainder: Float64Array
}

const rounds = 2

/** The smoothing window of the i-th shortest season. */
const windowOf = (i: number): number => 7 + 4 * (i + 1)

/**
 * Decomposes a series without gaps.
 *
 * @param periods - numbers of steps, ascending; the series is two seasons long or longer
 * @param window - number of seasons over which each place is smoothed, odd; Infinity for seasons that repeat exactly;
 * default 11 for the shortest season, 15 for the next, ...
 */
export function* mstl(values: Float64Array, periods: readonly number[], window?: number): InPieces<Parts> {
  const seasons: Float64Array[] = periods.map(() => new Float64Array(values.length))
  const rest = values.slice()
  let trend: Float64Array = new Float64Array(values.length)
  for (let round = 0; round < (periods.length > 1 ? rounds : 1); round++)
    for (const [i, period] of periods.entries()) {
      add(rest, seasons[i], 1)
      const found = yield* stl(rest, period, window ?? windowOf(i))
      seasons[i] = found.season
      trend = found.trend
      yield
      add(rest, seasons[i], -1)
      yield
    }
  add(rest, trend, -1)
  return { trend, seasons, remainder: rest }
}

/** Adds a part to the values, or takes it away. */
function add(values: Float64Array, part: Float64Array, sign: 1 | -1): void {
  for (let t = 0; t < values.length; t++) values[t] += sign * part[t]
}

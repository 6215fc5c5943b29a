// LOESS: locally weighted regression, for values at the places 0, 1, ..., length - 1. The smooth value at x is that of a
// constant or a line, fitted to the `window` nearest values with the weights
//
//   w = (1 - (distance / reach)^3)^3,  reach the distance of the farthest of them;
//
// a window of more values than there are reaches further, so that the curve gets stiffer. With `jump` j, only every j-th
// value is computed and the others lie on straight lines between.
//
// Source: Cleveland, Cleveland, McRae, Terpenning 1990, "STL: A Seasonal-Trend Decomposition Procedure Based on Loess",
// section 2, and its published routine for the rules at the ends.

import type { InPieces } from '../../../base/resources/turns.ts'

/** A smoother: how many values it looks at, what it fits to them, and which places it computes. */
export interface Smoother {
  /** Number of values, odd. */
  readonly window: number
  /** 0 for a constant, 1 for a line. */
  readonly degree: 0 | 1
  readonly jump: number
}

/** Values that are weighted in a piece of work: some milliseconds. */
const pieceValues = 200_000

/** Smooths the first `length` values into `smooth`, from the place `offset` on. */
export function* loess(
  values: Float64Array,
  length: number,
  smoother: Smoother,
  smooth: Float64Array,
  offset = 0,
): InPieces<void> {
  if (length < 2) {
    smooth[offset] = values[0]
    return
  }
  const { window } = smoother
  const jump = Math.min(smoother.jump, length - 1)
  const half = (window + 1) >> 1
  let [last, work] = [0, 0]
  for (let x = 0; ; x = Math.min(x + jump, length - 1)) {
    const first = window >= length ? 0 : Math.min(Math.max(0, x - half + 1), length - window)
    const end = window >= length ? length : first + window
    smooth[offset + x] = loessAt(values, length, x, first, end, smoother)
    const step = (smooth[offset + x] - smooth[offset + last]) / (x - last)
    for (let between = last + 1; between < x; between++)
      smooth[offset + between] = smooth[offset + last] + step * (between - last)
    last = x
    if (x === length - 1) return
    work += end - first
    if (work < pieceValues) continue
    work = 0
    yield
  }
}

/** The smooth value at any place x, from the values at the places `first` to `end` - 1. */
export function loessAt(
  values: Float64Array,
  length: number,
  x: number,
  first: number,
  end: number,
  { window, degree }: Smoother,
): number {
  let reach = Math.max(x - first, end - 1 - x)
  if (window > length) reach += (window - length) >> 1
  const [near, far] = [0.001 * reach, 0.999 * reach]
  let weights = 0
  let centre = 0
  let sum = 0
  for (let j = first; j < end; j++) {
    const weight = tricube(Math.abs(j - x), reach, near, far)
    weights += weight
    centre += weight * j
    sum += weight * values[j]
  }
  centre /= weights
  if (degree === 0 || reach === 0) return sum / weights
  let spread = 0
  let along = 0
  for (let j = first; j < end; j++) {
    const weight = tricube(Math.abs(j - x), reach, near, far)
    spread += weight * (j - centre) ** 2
    along += weight * (j - centre) * values[j]
  }
  // A line through values that lie at almost one place would have any slope.
  if (Math.sqrt(spread / weights) <= 0.001 * (length - 1)) return sum / weights
  return sum / weights + ((x - centre) * along) / spread
}

function tricube(distance: number, reach: number, near: number, far: number): number {
  if (distance <= near) return 1
  if (distance > far) return 0
  const share = distance / reach
  const rest = 1 - share * share * share
  return rest * rest * rest
}

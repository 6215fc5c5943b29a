/** Methods of {@link fill}. */
export const fillMethods = ['previous', 'next', 'linear', 'seasonal', 'constant', 'none'] as const
export type FillMethod = (typeof fillMethods)[number]

export interface FillOptions {
  /** For `seasonal`: number of steps in a season. Default 1. */
  season?: number
  /** For `constant`: the value to fill in. Default 0. */
  value?: number
  /** The largest number of values in a gap that is filled. Longer gaps stay. Default: no limit. */
  limit?: number
}

/**
 * Fills the gaps (NaN) of one series.
 *
 * | method | a gap becomes |
 * |---|---|
 * | `previous`, `next` | the value before it, after it |
 * | `linear` | the straight line between these two; at the ends of the series, the nearest value |
 * | `seasonal` | the same, but between values of the same phase of the season: a Monday between Mondays |
 * | `constant` | `value` |
 * | `none` | it stays a gap |
 *
 * `next`, `linear` and `seasonal` use later values. A backtest on data that was filled so knows some of its future.
 */
export function fill(values: Float64Array, method: FillMethod, options: FillOptions = {}): Float64Array {
  const filled = fillAll(values, method, options)
  const { limit = Number.POSITIVE_INFINITY } = options
  if (limit !== Number.POSITIVE_INFINITY)
    eachGap(values, (from, to) => {
      if (to - from > limit) filled.fill(Number.NaN, from, to)
    })
  return filled
}

function fillAll(values: Float64Array, method: FillMethod, { season = 1, value = 0 }: FillOptions): Float64Array {
  const result = values.slice()
  switch (method) {
    case 'previous':
      for (let row = 1; row < result.length; row++) if (Number.isNaN(result[row])) result[row] = result[row - 1]
      return result
    case 'next':
      for (let row = result.length - 2; row >= 0; row--) if (Number.isNaN(result[row])) result[row] = result[row + 1]
      return result
    case 'linear':
      return interpolate(result, 0, 1)
    case 'seasonal':
      for (let phase = 0; phase < season; phase++) interpolate(result, phase, season)
      return result
    case 'constant':
      return result.map((present) => (Number.isNaN(present) ? value : present))
    case 'none':
      return result
  }
}

/** Fills gaps by straight lines among the rows first, first + stride, ..., in place. */
function interpolate(values: Float64Array, first: number, stride: number): Float64Array {
  let before = -1
  for (let row = first; row < values.length; row += stride) {
    if (Number.isNaN(values[row])) continue
    const from = before < 0 ? values[row] : values[before]
    const start = before < 0 ? first : before + stride
    for (let gap = start; gap < row; gap += stride)
      values[gap] = before < 0 ? from : from + ((values[row] - from) * (gap - before)) / (row - before)
    before = row
  }
  if (before >= 0) for (let row = before + stride; row < values.length; row += stride) values[row] = values[before]
  return values
}

/** Calls a function with the rows [from, to) of every gap. */
export function eachGap(values: Float64Array, visit: (from: number, to: number) => void): void {
  for (let from = 0; from < values.length; from++) {
    if (!Number.isNaN(values[from])) continue
    let to = from + 1
    while (to < values.length && Number.isNaN(values[to])) to++
    visit(from, to)
    from = to
  }
}

/** 1 for a missing value, else 0. */
export const missingMask = (values: Float64Array): Float64Array => values.map((value) => (Number.isNaN(value) ? 1 : 0))

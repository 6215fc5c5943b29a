import {
  add,
  constant,
  divide,
  linear,
  multiply,
  parameter,
  relu,
  reshape,
  slice,
  softmax,
  subtract,
  sum,
  transpose,
  type Value,
} from '../../nn/index.ts'
import { inTurn, join, type Sequence, widthOf } from './sequence.ts'

/** Past values for each step, and a mask: 1 for an observed value, 0 for a missing one. */
export interface Masked {
  values: Sequence
  mask: Sequence
}

/** Values of the past that suggest a value for each step of the horizon. */
export interface Suggestions {
  /** `[batch, horizon, J]`: J values at the same place of earlier seasons, in the scale of the window. */
  values: Sequence
  /** `[batch, 1, 1]`: mean size of a change from one season to the next. */
  unit: Value<['batch', number, number]>
}

/** Largest number of seasons that are read. The newest seasons are used. */
const most = 8

/**
 * Aligns earlier seasons with the horizon. For each step it gives the values at the same place of the last seasons and
 * their mean, and the values at lags. Such a lag is a whole number of seasons and at least a horizon long, so that it
 * is the same lag at every step. A missing value is replaced by the mean of its place. If the season is 1, the seasons
 * are the last values themselves.
 *
 * Source: aligned periods as in SparseTSF (Lin et al. 2024).
 */
export function seasonal(past: Masked, lags: readonly Masked[], season: number, horizon: number) {
  const context = Number(past.values.shape[1])
  const seasons = Math.min(most, Math.floor(context / season))
  const ahead = Math.ceil(horizon / season)
  const beside = (x: Sequence): Sequence => {
    const cut = slice(x, { axis: 1, start: context - seasons * season })
    const places = transpose(reshape(cut, ['batch', seasons, season]), [0, 2, 1]) as Sequence
    return slice(inTurn(Array.from({ length: ahead }, () => places)), { axis: 1, end: horizon })
  }
  const lagged = (x: Sequence): Sequence[] => {
    const longest = season === 1 ? 0 : Math.floor(context / season)
    const shifts = Array.from({ length: Math.max(0, longest - ahead + 1) }, (_, i) => (ahead + i) * season)
    return shifts.slice(0, most).map((lag) => slice(x, { axis: 1, start: context - lag, end: context - lag + horizon }))
  }
  const values = beside(past.values)
  const mask = beside(past.mask)
  const mean = divide(
    sum(multiply(values, mask), { axes: [2], keep: true }),
    add(sum(mask, { axes: [2], keep: true }), 1e-6),
  ) as Sequence
  const parts = [
    { values, mask },
    ...zip(lagged(past.values), lagged(past.mask)).map(([values, mask]) => ({ values, mask })),
    ...lags,
  ]
  return {
    values: join([mean, ...parts.map((part) => filled(part, mean))]),
    unit: seasonalChange(past, Math.min(season, context - 1)),
  } satisfies Suggestions
}

const zip = <A, B>(a: readonly A[], b: readonly B[]): [A, B][] => a.map((value, i) => [value, b[i]])

/** Replaces missing values by the values of `other`. */
const filled = ({ values, mask }: Masked, other: Sequence): Sequence =>
  add(multiply(values, mask), multiply(other, subtract(1, mask))) as Sequence

/**
 * The mean of |x(t) - x(t - lag)| over the t for which both values are observed, as in the scale of MASE. The mean
 * includes one more difference of 1, the scale of the window. So it is never 0, and it is 1 if no pair is observed.
 */
function seasonalChange({ values, mask }: Masked, lag: number): Suggestions['unit'] {
  if (lag < 1) return constant([1, 1, 1], [1]) as unknown as Suggestions['unit']
  const later = (x: Sequence) => slice(x, { axis: 1, start: lag })
  const earlier = (x: Sequence) => slice(x, { axis: 1, end: -lag })
  const both = multiply(later(mask), earlier(mask))
  const change = subtract(later(values), earlier(values))
  const size = multiply(add(relu(change), relu(subtract(0, change))), both)
  const total = (x: Value) => add(sum(x as Sequence, { axes: [1], keep: true }), 1)
  return divide(total(size), total(both)) as Suggestions['unit']
}

/**
 * A convex combination of the suggestions. Its weights depend on the features of the step and, with `positions`, on the
 * number of the step. The network corrects this blend: before it learns, it forecasts a mean of earlier seasons.
 */
export function blend(suggestions: Sequence, features: Sequence, { positions }: { positions: boolean }): Sequence {
  const count = widthOf(suggestions)
  const scores = linear(features, count) as Sequence
  const placed = positions
    ? (add(scores, parameter([Number(scores.shape[1]), count], { name: 'position' })) as Sequence)
    : scores
  return sum(multiply(suggestions, softmax(placed)), { axes: [2], keep: true }) as Sequence
}

import { checkChoice, checkNumber } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { type Check, type Checks, oneOf, optionsOf, unchecked, whole } from '../../base/options/options.ts'
import { pacer } from '../../base/resources/turns.ts'
import { readValues } from '../read_values.ts'
import { type ChangeCost, parametersOf, type SegmentCost, segmentCost } from './costs.ts'
import { pelt } from './pelt.ts'

/** Options of {@link changePoints}. */
export interface ChangePointOptions {
  /**
   * What changes: `'mean'` with one variance for the whole series, `'variance'` around the mean of the series, or
   * `'meanVariance'` (default), one of them or both.
   */
  cost?: ChangeCost
  /**
   * The price of a change. `'bic'` is (p + 1) log n for p parameters of a segment and n values. `'mbic'` (default) is
   * (p + 2) log n, and log of the length of each segment, so it finds fewer short segments. A number is the price
   * itself, in units of twice the log likelihood; a larger one gives fewer changes.
   */
  penalty?: 'bic' | 'mbic' | number
  /** The fewest observed values of a segment; default 5. */
  minSize?: number
  /** Stops the call, which then rejects with an `AbortError`. */
  signal?: AbortSignal
}

/** Rows of a series between two changes. */
export interface Segment {
  /** Index of the first value. */
  from: number
  /** One past the index of the last value. */
  to: number
  /** Mean of the observed values. */
  mean: number
  /** Standard deviation of the observed values around that mean, with the divisor n. */
  deviation: number
}

/** The result of {@link changePoints}. */
export interface ChangePoints {
  /** The index of the first value after each change, ascending. */
  indices: number[]
  /** The segments between the changes: one more than there are changes. */
  segments: Segment[]
  /** The price of a change that was used. */
  penalty: number
}

const penaltyOf: Check = (name, value) =>
  typeof value === 'number' ? checkNumber(name, value, 0) : checkChoice(name, value as string, ['bic', 'mbic'])

const checks: Checks<ChangePointOptions> = {
  cost: oneOf(Object.keys(parametersOf)),
  penalty: penaltyOf,
  minSize: whole(1),
  signal: unchecked,
}

/**
 * Finds the points at which mean, variance or both of a series change, by PELT: the segmentation with the largest
 * likelihood of normal values, minus a price for each change. The result is exact.
 *
 * Values are taken as independent. If neighbours are alike, as in most series with a season, give the residuals of a
 * forecast or a larger `penalty`. The time grows with the number of values if changes are spread over the series, and
 * with its square if there are none.
 *
 * @param values - the series in the order of time; NaN for a missing value, which belongs to no segment's statistics
 * @returns the changes, none if the series is constant; indices count missing values too
 * @throws {GatecastError} `ERR_TYPE`, `ERR_RANGE` naming the option; `ERR_DATA` for fewer observed values than two
 * segments need; `ERR_NOT_FINITE` for an infinite value; `ABORT_ERR`
 * @see Killick, Fearnhead, Eckley 2012 (PELT); Zhang and Siegmund 2007 (MBIC)
 * @example
 * const level = Float64Array.from({ length: 60 }, (_, t) => (t < 40 ? 5 : 9) + Math.sin(7 * t * t))
 * const { indices } = await changePoints(level, { cost: 'mean' })
 * indices // [40]
 */
export async function changePoints(values: ArrayLike<number>, options: ChangePointOptions = {}): Promise<ChangePoints> {
  const given = optionsOf('changePoints', options, checks)
  const { cost: kind = 'meanVariance', penalty = 'mbic', minSize = 5 } = given
  if (kind !== 'mean' && minSize < 2)
    throw new GatecastError(
      'ERR_RANGE',
      `Expected minSize of changePoints to be 2 or more for cost: "${kind}", because one value has no variance, got 1`,
    )
  const all = readValues('values of changePoints', values)
  const pace = pacer(given.signal)
  const rows = observedRows(all)
  await pace()
  const observed = rows.length < all.length ? rows.map((row) => all[row]) : all
  await pace()
  if (observed.length < 2 * minSize)
    throw new GatecastError(
      'ERR_DATA',
      `Expected ${2 * minSize} observed values or more, two segments of minSize: ${minSize}, got ${observed.length} ` +
        `among ${all.length}. Give more values, or a smaller minSize`,
    )
  const size = Math.log(observed.length)
  const each = typeof penalty === 'number' ? penalty : (parametersOf[kind] + (penalty === 'bic' ? 1 : 2)) * size
  const cost = segmentCost(kind, observed)
  const changes = cost ? await pelt(searchFor(cost, observed.length, each, minSize, penalty), pace) : []
  const indices = changes.map((change) => rows[change])
  const bounds = [0, ...indices, all.length]
  return {
    indices,
    segments: bounds.slice(1).map((to, i) => segmentOf(all, bounds[i], to)),
    penalty: each,
  }
}

function observedRows(values: Float64Array): Float64Array {
  const rows = new Float64Array(values.length)
  let count = 0
  for (let row = 0; row < values.length; row++) if (!Number.isNaN(values[row])) rows[count++] = row
  return rows.subarray(0, count)
}

function searchFor(cost: SegmentCost, length: number, penalty: number, minSize: number, how: number | string) {
  if (how !== 'mbic') return { length, cost, penalty, minSize, slack: 0 }
  // log a + log b is at most log(a + b) + log(n / 4), which is the K of PELT.
  const withLength: SegmentCost = (from, to) => cost(from, to) + Math.log(to - from)
  return { length, cost: withLength, penalty, minSize, slack: -Math.log(Math.max(1, length / 4)) }
}

function segmentOf(values: Float64Array, from: number, to: number): Segment {
  const own = values.subarray(from, to).filter((value) => !Number.isNaN(value))
  // From the first value on, so that the mean of equal values is that value.
  const mean = own[0] + own.reduce((sum, value) => sum + (value - own[0]) / own.length, 0)
  const farthest = own.reduce((most, value) => Math.max(most, Math.abs(value - mean)), 0)
  // Shares of the largest distance, whose squares are neither 0 nor infinite for values of any size.
  const variance = own.reduce((sum, value) => sum + ((value - mean) / (farthest || 1)) ** 2 / own.length, 0)
  return { from, to, mean, deviation: farthest * Math.sqrt(variance) }
}

import { checkFlag, checkNumbers, checkOptions, checkWhole } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { atOnce, eachPiece, type InPieces } from '../../base/resources/turns.ts'
import type { Numbers } from '../metrics/shared/average.ts'
import { chiSquareTail } from '../residuals/chi_square.ts'

/** How far the values of a column have moved. */
export interface Stability {
  /** The population stability index: 0 if the shares of all bins are the same. */
  readonly psi: number
  /** The probability of an index this large or larger if nothing has moved and rows do not depend on each other. */
  readonly pValue: number
}

/** Options of {@link populationStability}. */
export interface StabilityOptions {
  /** Number of bins, each with the same share of the values before. Default 10. */
  bins?: number
  /** Whether the values are numbers of categories: each category is a bin. Default false. */
  categorical?: boolean
}

/**
 * The population stability index of values: the sum over bins of `(after - before) * ln(after / before)`, where `before`
 * and `after` are the shares of the values in the bin. By custom, below 0.1 the values are stable, and above 0.25 they have
 * shifted.
 *
 * The bins divide the values before at their quantiles (of 32,768 of them, evenly spaced, if there are more). Missing values have a bin of their own. A bin without values counts
 * as half a value, as the logarithm of 0 is infinite. If nothing has moved, the index divided by `1/n + 1/m` is about
 * chi-square with a degree of freedom less than there are bins, for n values before and m after.
 *
 * @param before - values of the time that is known to be good; NaN for a missing value
 * @param after - values of the time that is compared with it
 * @param options - number of bins, or categories
 * @returns the index, and its p-value
 * @throws {GatecastError} `ERR_TYPE` unless the values are numbers, `ERR_DATA` unless there is one at both times, `ERR_RANGE`
 * for an unknown option and fewer than 2 bins
 * @see Siddiqi 2006, "Credit Risk Scorecards"; Yurdakul and Naranjo 2020, "Statistical properties of the population
 * stability index"
 * @example
 * populationStability([1, 2, 3, 4], [1, 2, 3, 4], { bins: 2 }).psi // 0
 */
export function populationStability(before: Numbers, after: Numbers, options: StabilityOptions = {}): Stability {
  return atOnce(stabilityInPieces(before, after, options))
}

/** {@link populationStability} in pieces. */
export function* stabilityInPieces(before: Numbers, after: Numbers, options: StabilityOptions): InPieces<Stability> {
  checkNumbers('before', before)
  checkNumbers('after', after)
  checkOptions('populationStability', options, ['bins', 'categorical'])
  const bins = checkWhole('bins', options.bins ?? 10, 2, 1000)
  if (!before.length || !after.length)
    throw new GatecastError(
      'ERR_DATA',
      `Expected at least one value before and one after, got ${before.length} and ${after.length}`,
    )
  const binOf = checkFlag('categorical', options.categorical ?? false)
    ? (value: number) => value
    : quantileBins(before, bins)
  const was = yield* countIn(before, binOf)
  const is = yield* countIn(after, binOf)
  let psi = 0
  const all = new Set([...was.keys(), ...is.keys()])
  for (const bin of all) {
    const [share, now] = [shareOf(was.get(bin), before.length), shareOf(is.get(bin), after.length)]
    psi += (now - share) * Math.log(now / share)
  }
  return { psi, pValue: all.size > 1 ? chiSquareTail(psi / (1 / before.length + 1 / after.length), all.size - 1) : 1 }
}

const shareOf = (count: number | undefined, rows: number): number => Math.max(count ?? 0, 0.5) / rows

/** Counts values by bin. The bin of missing values is NaN, which a Map finds again. */
function* countIn(values: Numbers, binOf: (value: number) => number): InPieces<Map<number, number>> {
  const counts = new Map<number, number>()
  yield* eachPiece(values.length, (from, to) => {
    for (let i = from; i < to; i++) {
      const bin = Number.isNaN(values[i]) ? Number.NaN : binOf(values[i])
      counts.set(bin, (counts.get(bin) ?? 0) + 1)
    }
  })
  return counts
}

/** More values do not move the quantiles, and take long to sort. */
const mostSorted = 32_768

/** Makes a function that gives the bin of a value. A value that fills several bins makes them one. */
function quantileBins(values: Numbers, bins: number): (value: number) => number {
  const stride = Math.ceil(values.length / mostSorted)
  const some = Float64Array.from({ length: Math.ceil(values.length / stride) }, (_, i) => values[i * stride])
  const sorted = some.filter((value) => !Number.isNaN(value)).sort()
  const ends = Float64Array.from({ length: sorted.length ? bins - 1 : 0 }, (_, bin) => {
    return sorted[Math.max(0, Math.ceil(((bin + 1) * sorted.length) / bins) - 1)]
  })
  const distinct = [...new Set(ends)]
  return (value) => {
    let [low, high] = [0, distinct.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (distinct[middle] < value) low = middle + 1
      else high = middle
    }
    return low
  }
}

// The p-value of a score from the scores of held-out rows, by split conformal prediction. n scores that each look at k rows
// are worth n / k independent ones:
//
//   p(s) = (1 + number of scores >= s / k) / (1 + n / k)         up to the largest score
//   p(s) = (1 + (s - largest) / (m b))^-m / (1 + n / k)          beyond it
//
// With k = 1, exchangeable scores have p <= a with a probability of at most a. Neighbouring windows share rows, so k is
// the length of a window. Beyond the largest score there is no evidence but the shape of the tail: b is the mean excess
// of the largest tenth, which is the estimate for an exponential tail.
//
// Source: Vovk, Gammerman, Shafer 2005, section 2.2; Siffer et al. 2017 (tails of scores);
// Geisser 1993, section 3.2.1 (prediction of exponential values).

import { quantileOf } from '../../../series/values/aggregate.ts'

/** More scores would not make a p-value more precise in practice. */
const mostKept = 20_000
/** Number of independent scores that are to tell the tail. */
const wanted = 10

/** The scores of held-out rows under one check, as JSON. */
export interface StoredCalibration {
  /** Ascending. */
  readonly scores: readonly number[]
  /** What the scores are worth in independent ones. */
  readonly worth: number
  /** The mean excess of the tail. */
  readonly tail: number
  /** Number of independent scores that tell it. */
  readonly evidence: number
}

/** Gives p-values for scores under one check. */
export class Calibration {
  readonly #sorted: Float64Array
  readonly #worth: number
  readonly #tail: number
  readonly #evidence: number

  constructor({ scores, worth, tail, evidence }: StoredCalibration) {
    this.#sorted = Float64Array.from(scores)
    this.#worth = worth
    this.#tail = tail
    this.#evidence = evidence
  }

  /**
   * @param unit - a difference of scores that the tail is not narrower than
   * @param rows - number of rows that a score looks at
   */
  static of(scores: readonly number[], unit: number, rows: number): Calibration {
    const sorted = Float64Array.from(scores).sort()
    const { length } = sorted
    const worth = length / rows
    // A tenth is far enough out; with few scores, more of them are needed to tell a mean.
    const share = Math.min(0.5, Math.max(0.1, wanted / worth))
    const top = Math.ceil(share * length)
    const from = sorted[length - top]
    const excess = sorted.subarray(length - top).reduce((sum, score) => sum + (score - from) / top, 0)
    const tail = Math.max(excess, unit)
    return new Calibration({ scores: [...thinned(sorted)], worth, tail, evidence: share * worth })
  }

  toJson(): StoredCalibration {
    return { scores: [...this.#sorted], worth: this.#worth, tail: this.#tail, evidence: this.#evidence }
  }

  /** The logarithm to base 10 of the p-value of a score. The p-value itself may be too small for a number. */
  logP(score: number): number {
    const { length } = this.#sorted
    const largest = this.#sorted[length - 1]
    if (score > largest) {
      const excess = Math.log1p((score - largest) / (this.#evidence * this.#tail)) / Math.LN10
      return -Math.log10(1 + this.#worth) - this.#evidence * excess
    }
    const above = length - countBelow(this.#sorted, score)
    return Math.log10((1 + (above * this.#worth) / length) / (1 + this.#worth))
  }

  /** The score above which p-values are smaller than 10 to the power of `logP`. */
  scoreAt(logP: number): number {
    const { length } = this.#sorted
    // The most scores that may be as large.
    const above = Math.floor(((10 ** logP * (1 + this.#worth) - 1) * length) / this.#worth + 1e-9)
    if (above >= 0) return this.#sorted[Math.max(0, length - 1 - above)]
    const beyond = Math.max(0, -logP - Math.log10(1 + this.#worth))
    const excess = this.#evidence * this.#tail * (10 ** (beyond / this.#evidence) - 1)
    return this.#sorted[length - 1] + excess
  }
}

/** Number of sorted values below a value. */
function countBelow(sorted: Float64Array, value: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle] < value) low = middle + 1
    else high = middle
  }
  return low
}

/** Every k-th of sorted values, the largest included. */
function thinned(sorted: Float64Array): Float64Array {
  const step = Math.ceil(sorted.length / mostKept)
  return step <= 1 ? sorted : sorted.filter((_, i) => (sorted.length - 1 - i) % step === 0)
}

/** With fewer scores that differ from the others, they may all be outliers. */
const [fewest, leastShare] = [20, 0.01]

/**
 * The score beyond which a row is a gross outlier: in n rows whose scores fall exponentially from their 75 % to their 90 %
 * quantile and on, a tenth of a row would lie beyond it. The quantiles do not change if a few rows are anomalous.
 *
 * If most scores are equal, as in counts that are mostly 0, the others tell it. Outliers are a larger share of them, so
 * their 25 % and 50 % quantiles do.
 */
export function outlierCut(scores: readonly number[], unit: number): number {
  const sorted = Float64Array.from(scores).sort()
  const equal = quantileOf(sorted, 0.75)
  const cut = cutFrom(sorted, [0.75, 0.9], unit)
  if (equal < quantileOf(sorted, 0.9)) return cut
  const others = sorted.filter((score) => score > equal)
  if (others.length < Math.max(fewest, leastShare * sorted.length)) return cut
  // Scores of one size vary a little all the same.
  return Math.max(cut, cutFrom(others, [0.25, 0.5], Math.max(unit, 0.05 * quantileOf(others, 0.5))))
}

function cutFrom(sorted: Float64Array, [low, high]: readonly [number, number], unit: number): number {
  const [from, to] = [quantileOf(sorted, low), quantileOf(sorted, high)]
  const tail = Math.max((to - from) / Math.log((1 - low) / (1 - high)), unit)
  return to + tail * Math.log(Math.max(1, 10 * (1 - high) * sorted.length))
}

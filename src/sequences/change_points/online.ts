// Bayesian online detection of change points. A hypothesis is a run length r: the number of values since the last change,
// the newest included. With hazard h, and p(x | r) the predictive density of a run of r values:
//
//   P(r + 1, x) = P(r) (1 - h) p(x | r)          the run goes on
//   P(1, x)     = h p(x | no values)             a new run begins with x
//
// Values of a run are normal with a normal-inverse-gamma prior; their predictive density is Student's t:
//
// Values are counted in deviations of the prior from its mean, so that their size does not matter:
//
//   t with 2a degrees of freedom, location m, squared scale b (k + 1) / (a k)
//   m' = (k m + x) / (k + 1),  k' = k + 1,  a' = a + 1/2,  b' = b + k (x - m)^2 / (2 (k + 1))
//
// A series without a change keeps every run probable, so the work of a value would grow without end. With too many runs,
// neighbours among the older half become one: the likelier of the two, with the probability of both. Their values are
// nearly the same, so their later densities are.
//
// Source: Adams and MacKay 2007; Murphy 2007, section 3; runs are joined as particles are in Fearnhead and Liu 2007.

import { type Checks, number, optionsOf, whole } from '../../base/options/options.ts'
import { readValue } from '../read_values.ts'

/** Options of {@link onlineChangePoints}. */
export interface OnlineChangePointOptions {
  /** Probability that a segment ends at a step: 1 / its expected length; above 0 and below 1; default 1/250. */
  hazard?: number
  /** The expected mean of a segment; default: the mean of the first ten values. */
  mean?: number
  /** The expected standard deviation within a segment, above 0; default: that of the first ten values. */
  deviation?: number
  /** A change within this number of newest values counts as recent; default 5. */
  recent?: number
}

/** What {@link OnlineChangePoints} knows after a value. */
export interface OnlineChange {
  /** Probability that a segment began within the `recent` newest values; NaN before the prior is known. */
  probability: number
  /** The most probable number of values since the last change, or since the start; NaN before the prior is known. */
  runLength: number
}

interface Run {
  readonly length: number
  /** Log of the joint probability of the run and all values so far, up to a constant that all runs share. */
  weight: number
  readonly mean: number
  readonly strength: number
  readonly shape: number
  readonly scale: number
  /** log gamma(shape + 1/2) - log gamma(shape). */
  readonly gammas: number
}

/** A segment before its first value. Its mean lies within about ten deviations of the expected one. */
const noValues: Omit<Run, 'weight'> = {
  length: 0,
  mean: 0,
  strength: 1 / 10 ** 2,
  shape: 1,
  scale: 1,
  gammas: Math.log(Math.sqrt(Math.PI) / 2),
}

interface Prior {
  readonly mean: number
  readonly deviation: number
}

/** Number of values that the prior is made of if it is not given. */
const first = 10
/** With more runs, old ones are joined. */
const mostRuns = 500
/** A run whose share is smaller is dropped. */
const least = Math.log(1e-12)
/** Values farther from the mean count as this far, in deviations: squares stay finite. */
const farthest = 1e100

const above = 1e-12
const checks: Checks<OnlineChangePointOptions> = {
  hazard: number(above, 1 - above),
  mean: number(-Number.MAX_VALUE, Number.MAX_VALUE),
  deviation: number(Number.MIN_VALUE, Number.MAX_VALUE),
  recent: whole(1),
}

/** Takes values one at a time, and tells after each whether the series has changed. {@link onlineChangePoints} makes one. */
export class OnlineChangePoints {
  readonly #hazard: number
  readonly #recent: number
  readonly #given: OnlineChangePointOptions
  #waiting: number[] = []
  #prior: Prior | undefined
  #runs: Run[] = []
  #taken = 0

  /** @internal */
  constructor(options: OnlineChangePointOptions = {}) {
    this.#given = optionsOf('onlineChangePoints', options, checks)
    this.#hazard = options.hazard ?? 1 / 250
    this.#recent = options.recent ?? 5
    const { mean, deviation } = options
    if (mean !== undefined && deviation !== undefined) this.#prior = { mean, deviation }
  }

  /**
   * Takes the next value.
   *
   * @param value - the value; NaN or `null` for a missing one, which changes nothing
   * @returns the probability of a recent change, and the most probable length of the segment so far
   * @throws {GatecastError} `ERR_TYPE` for a value that is no number, `ERR_NOT_FINITE` for an infinite one
   */
  push(value: number | null): OnlineChange {
    const x = readValue(value)
    if (!Number.isNaN(x)) {
      if (this.#prior) this.#take(x)
      else this.#wait(x)
    }
    return this.#known()
  }

  #wait(x: number): void {
    this.#waiting.push(x)
    if (this.#waiting.length < first) return
    const { mean, deviation } = this.#given
    const own = this.#waiting.reduce((sum, one) => sum + one / first, 0)
    const spread = Math.hypot(...this.#waiting.map((one) => one - own)) / Math.sqrt(first - 1)
    // Equal first values have no deviation: then a small part of their size stands for it.
    const small = Math.max(1e-6, 1e-6 * Math.abs(own))
    this.#prior = { mean: mean ?? own, deviation: deviation ?? (spread || small) }
    for (const one of this.#waiting) this.#take(one)
    this.#waiting = []
  }

  #take(x: number): void {
    const { mean, deviation } = this.#prior as Prior
    const z = Math.min(farthest, Math.max(-farthest, (x - mean) / deviation))
    const isFirst = this.#runs.length === 0
    this.#taken++
    const begun = after({ ...noValues, weight: isFirst ? 0 : Math.log(this.#hazard) }, z)
    const stay = Math.log1p(-this.#hazard)
    const runs = [...this.#runs.map((run) => after({ ...run, weight: run.weight + stay }, z)), begun]
    const largest = Math.max(...runs.map(({ weight }) => weight))
    const total = largest + Math.log(runs.reduce((sum, { weight }) => sum + Math.exp(weight - largest), 0))
    const probable = runs.filter((run) => {
      run.weight -= total
      return run.weight > least
    })
    this.#runs = probable.length > mostRuns ? joined(probable) : probable
  }

  #known(): OnlineChange {
    if (this.#runs.length === 0) return { probability: Number.NaN, runLength: Number.NaN }
    const likeliest = this.#runs.reduce((best, run) => (run.weight > best.weight ? run : best))
    // The run since the start began without a change. It is the longest one, unless it was dropped.
    const changed = this.#runs.filter(({ length }) => length <= this.#recent && length < this.#taken)
    const sum = changed.reduce((sum, { weight }) => sum + Math.exp(weight), 0)
    return { probability: Math.min(1, sum), runLength: likeliest.length }
  }
}

/** Neighbours among the older half of the runs joined. */
function joined(runs: readonly Run[]): Run[] {
  const old = 2 * Math.floor(runs.length / 4)
  const pairs = Array.from({ length: old / 2 }, (_, i): Run => {
    const [one, other] = [runs[2 * i], runs[2 * i + 1]]
    const [likelier, rest] = one.weight >= other.weight ? [one, other] : [other, one]
    return { ...likelier, weight: likelier.weight + Math.log1p(Math.exp(rest.weight - likelier.weight)) }
  })
  return [...pairs, ...runs.slice(old)]
}

/** A run after one more value, its weight grown by the log density of the value. */
function after({ length, weight, mean, strength, shape, scale, gammas }: Run, x: number): Run {
  const distance = (strength * (x - mean) ** 2) / (2 * (strength + 1))
  const density =
    gammas -
    0.5 * Math.log((2 * Math.PI * scale * (strength + 1)) / strength) -
    (shape + 0.5) * Math.log1p(distance / scale)
  return {
    length: length + 1,
    weight: weight + density,
    mean: mean + (x - mean) / (strength + 1),
    strength: strength + 1,
    shape: shape + 0.5,
    scale: scale + distance,
    // gamma(a + 1) = a gamma(a), so that the next difference follows from this one.
    gammas: Math.log(shape) - gammas,
  }
}

/**
 * Detects changes of mean and variance while values arrive, by the posterior of the time since the last change.
 *
 * The posterior is exact as long as 500 or fewer run lengths are probable. Then old ones that lie next to each other are
 * counted as one, so that the cost of a value does not grow.
 *
 * @param options - how often changes are expected, and what a segment looks like
 * @returns a detector with its own state
 * @throws {GatecastError} `ERR_TYPE`, `ERR_RANGE` naming the option
 * @see Adams and MacKay 2007, "Bayesian Online Changepoint Detection"
 * @example
 * const online = onlineChangePoints({ hazard: 1 / 100, mean: 0, deviation: 1 })
 * for (const value of [0.3, -0.8, 0.1, 0.9, -0.2, 0.4, -0.5, 0.2]) online.push(value)
 * for (const value of [9.1, 8.7, 9.4]) online.push(value)
 * online.push(9.2).runLength // 4
 */
export const onlineChangePoints = (options?: OnlineChangePointOptions): OnlineChangePoints =>
  new OnlineChangePoints(options)

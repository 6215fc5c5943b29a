// A level, a season and a short memory, each updated by the error of one step. With m rows in a season:
//
//   f = l + s[t mod m] + phi r                 what is expected of the next value x, with e = x - f
//   c = min(max(e, -3 sigma), 3 sigma)         an outlier moves the states no farther
//   l' = l + a (phi r + c)                     a = max(alpha, 1 / values so far)
//   s' = s + g c                               g = max(gamma, 1 / values of this phase so far)
//   r' = f + c - s[t mod m] - l'
//
// Eight far errors in a row on the same side are no outliers: the level starts anew from them.
//
// Source: Hyndman, Koehler, Ord, Snyder 2008, chapter 2; the limit is that of Gelper, Fried, Croux 2010.

import { quantileOf, sortedPresent } from '../../../series/values/aggregate.ts'
import type { RowErrors } from './error_source.ts'
import { farthest, pathErrors } from './path_errors.ts'

export interface SmootherOptions {
  /** Rows in a season; 1 for none. */
  readonly season: number
  readonly alpha: number
  readonly gamma: number
  readonly phi: number
  /** The usual size of an error. */
  readonly sigma: number
  /** Number of last rows that `level` and `shape` look at. */
  readonly path: number
}

/** Rows at the start of a series without an expected value. */
export const warmUpRows = (season: number): number => (season > 1 ? 2 * season : 10)

/** Number of far errors on one side after which the level starts anew. */
const patience = 8

export class Smoother {
  readonly #options: SmootherOptions
  readonly #first: number[] = []
  readonly #season: Float64Array
  readonly #seen: Float64Array
  /** The last values without their season, limited as in the updates. */
  readonly #values: Float64Array
  /** The level before each of the last rows. */
  readonly #levels: Float64Array
  #row = 0
  #level = Number.NaN
  #rest = 0
  #count = 0
  #far: number[] = []

  constructor(options: SmootherOptions) {
    this.#options = options
    this.#season = new Float64Array(options.season)
    this.#seen = new Float64Array(options.season)
    this.#values = new Float64Array(options.path).fill(Number.NaN)
    this.#levels = new Float64Array(options.path).fill(Number.NaN)
  }

  next(x: number): RowErrors {
    const { season, phi, sigma, path } = this.#options
    if (this.#first.length < warmUpRows(season)) {
      this.#warmUp(x)
      return { expected: Number.NaN, error: Number.NaN, width: 1, level: Number.NaN, shape: Number.NaN }
    }
    const phase = this.#row % season
    const usual = this.#level + this.#season[phase]
    const expected = usual + phi * this.#rest
    const error = x - expected
    const width = season > 1 ? Math.sqrt(1 + 1 / this.#seen[phase]) : 1
    const slot = this.#row % path
    this.#levels[slot] = this.#level
    const limit = farthest * sigma * width
    const limited = Math.min(limit, Math.max(-limit, error))
    // `limited` is NaN if the value is missing or the level is not known yet.
    this.#values[slot] = expected + limited - this.#season[phase]
    if (Number.isNaN(x)) this.#rest *= phi
    else if (Number.isNaN(usual)) this.#begin(x, phase)
    else this.#update(x, error, limited, phase, limit)
    this.#row++
    // The slot after the newest holds the oldest row of the path, and the level before it.
    const origin = this.#levels[this.#row % path]
    const known = Number.isNaN(x) || Number.isNaN(origin) || this.#row < path + warmUpRows(season)
    const errorAt = (step: number) => this.#values[step] - origin
    const { level, shape } = known ? unknown : pathErrors(path, errorAt, Number.POSITIVE_INFINITY)
    return { expected, error, width, level, shape }
  }

  #update(x: number, error: number, limited: number, phase: number, limit: number): void {
    const { season, alpha, gamma, phi } = this.#options
    this.#count++
    this.#level += Math.max(alpha, 1 / this.#count) * (phi * this.#rest + limited)
    this.#rest = this.#values[this.#row % this.#values.length] - this.#level
    if (season > 1) this.#season[phase] += Math.max(gamma, 1 / ++this.#seen[phase]) * limited
    if (Math.abs(error) <= limit) this.#far = []
    else {
      const own = x - this.#season[phase]
      const isSameSide = this.#far.length === 0 || Math.sign(this.#far[0] - this.#level) === Math.sign(error)
      this.#far = isSameSide ? [...this.#far, own] : [own]
      if (this.#far.length < patience) return
      this.#level = quantileOf(Float64Array.from(this.#far).sort(), 0.5)
      this.#count = patience
      this.#rest = 0
      this.#far = []
      // Rows before the new level are no measure for rows after it.
      this.#values.fill(Number.NaN)
      this.#levels.fill(this.#level)
    }
  }

  /** The first value of the series, or of its phase. */
  #begin(x: number, phase: number): void {
    if (Number.isNaN(this.#level)) this.#level = x
    this.#season[phase] = x - this.#level
    this.#seen[phase] = 1
  }

  #warmUp(x: number): void {
    const { season } = this.#options
    this.#first.push(x)
    this.#row++
    if (this.#first.length < warmUpRows(season)) return
    const all = Float64Array.from(this.#first)
    if (season === 1) {
      this.#level = quantileOf(sortedPresent(all), 0.5)
      this.#count = sortedPresent(all).length
      return
    }
    const rounds = [all.subarray(0, season), all.subarray(season)]
    const middles = rounds.map((round) => quantileOf(sortedPresent(round), 0.5))
    for (let phase = 0; phase < season; phase++) {
      const own = rounds.map((round, i) => round[phase] - middles[i]).filter((value) => !Number.isNaN(value))
      this.#seen[phase] = own.length
      this.#season[phase] = own.reduce((sum, value) => sum + value / own.length, own.length ? 0 : Number.NaN)
    }
    this.#level = Number.isNaN(middles[1]) ? middles[0] : middles[1]
    this.#count = sortedPresent(rounds[1]).length
  }
}

const unknown = { level: Number.NaN, shape: Number.NaN }

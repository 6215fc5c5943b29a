import type { RowErrors } from './errors/error_source.ts'
import { type CheckName, checkNames } from './judge/checks.ts'
import type { Judge } from './judge/judge.ts'
import { Measure, type SeriesUnits } from './judge/measure.ts'

/** What is known about a value. */
export interface AnomalyReading {
  /** The surprise: minus the logarithm to base 10 of the p-value. NaN for a missing value, and for the first rows. */
  score: number
  /** Share of normal rows that are as surprising; 0 if it is too small for a number. NaN as in `score`. */
  pValue: number
  /** Whether the value is an anomaly. */
  anomaly: boolean
  /** The check that found the value most surprising; `null` as in `score`. */
  check: CheckName | null
  /** The value that was expected; NaN if none was. */
  expected: number
  /** The smallest value that the check `value` does not call an anomaly; NaN without that check. */
  lower: number
  /** The largest such value. */
  upper: number
}

/** Judges the rows of one series in their order. Batch and stream use it alike, so their scores are equal. */
export class RowJudge {
  readonly #judge: Judge
  readonly #measure: Measure
  readonly #center: number
  readonly #none: number
  readonly #limit: number
  readonly #most: number

  constructor(judge: Judge, units: SeriesUnits, falseAlarms: number) {
    this.#judge = judge
    this.#measure = new Measure(units)
    this.#center = units.center
    this.#none = units.none
    this.#limit = judge.threshold('value', falseAlarms)
    // Rounding must not decide about a p-value that equals the rate.
    this.#most = Math.log10(falseAlarms) + 1e-12
  }

  next(value: number, errors: RowErrors): AnomalyReading {
    const half = Math.max(this.#limit * this.#measure.scale * errors.width, this.#none)
    const middle = errors.expected + this.#center
    const { logP, check } = this.#judge.of(this.#measure.next(value, errors))
    return {
      // 0 - 0 is 0, and -0 would print as a sign.
      score: 0 - logP,
      pValue: 10 ** logP,
      anomaly: logP <= this.#most,
      check: check < 0 ? null : checkNames[check],
      expected: errors.expected,
      lower: middle - half,
      upper: middle + half,
    }
  }
}

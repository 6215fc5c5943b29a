// Joins the checks to one p-value. The rate of false alarms is split among them (weighted Bonferroni): check k has the
// share w_k of it, and the p-value of a row is the smallest p_k / w_k. So the rate holds however the checks depend on each
// other.

import { Calibration, outlierCut, type StoredCalibration } from './calibration.ts'
import { type CheckName, checkNames, isOfWindow, shareOf, unitOf } from './checks.ts'
import type { RowScores } from './measure.ts'

/** A judgement of a row. */
export interface Verdict {
  /** Logarithm to base 10 of the p-value; NaN if nothing can be said about the row. */
  readonly logP: number
  /** Index in `checkNames` of the check with the smallest p-value; -1 if there is none. */
  readonly check: number
}

/** The calibration of all checks, as JSON. */
export interface StoredJudge {
  readonly checks: readonly CheckName[]
  readonly calibrations: readonly StoredCalibration[]
}

/** The fewest held-out rows with a score. */
export const fewestRows = 20

export class Judge {
  readonly #checks: readonly CheckName[]
  readonly #indices: readonly number[]
  readonly #calibrations: readonly Calibration[]
  /** Logarithms to base 10 of the shares of the checks. */
  readonly #shares: readonly number[]

  private constructor(checks: readonly CheckName[], calibrations: readonly Calibration[]) {
    this.#checks = checks
    this.#indices = checks.map((name) => checkNames.indexOf(name))
    this.#calibrations = calibrations
    const total = checks.reduce((sum, name) => sum + shareOf[name], 0)
    this.#shares = checks.map((name) => Math.log10(shareOf[name] / total))
  }

  /**
   * Calibrates on held-out rows.
   *
   * @param path - number of the rows that the checks of windows look at
   * @param stride - each of the given rows stands for this number of rows
   * @param trim - whether gross outliers among the rows are left out
   * @returns `undefined` if too few rows have a score
   */
  static of(
    rows: readonly RowScores[],
    checks: readonly CheckName[],
    { path, stride, trim }: { path: number; stride: number; trim: boolean },
  ): Judge | undefined {
    const indices = checks.map((name) => checkNames.indexOf(name))
    const known = (from: readonly RowScores[], check: number) =>
      from.map((scores) => scores[check]).filter((score) => !Number.isNaN(score))
    const cuts = indices.map((check) =>
      trim ? outlierCut(known(rows, check), unitOf[checkNames[check]]) : Number.POSITIVE_INFINITY,
    )
    // Comparisons with NaN are false, so an unknown score is no reason to drop a row.
    const kept = rows.filter((scores) => !indices.some((check, i) => scores[check] > cuts[i]))
    const columns = indices.map((check) => known(kept, check))
    if (columns.some(({ length }) => length < fewestRows)) return undefined
    return new Judge(
      checks,
      columns.map((scores, i) =>
        Calibration.of(scores, unitOf[checks[i]], Math.max(1, rowsOf(checks[i], scores, path) / stride)),
      ),
    )
  }

  static from({ checks, calibrations }: StoredJudge): Judge {
    return new Judge(
      checks,
      calibrations.map((one) => new Calibration(one)),
    )
  }

  toJson(): StoredJudge {
    return { checks: this.#checks, calibrations: this.#calibrations.map((one) => one.toJson()) }
  }

  of(scores: RowScores): Verdict {
    let logP = Number.POSITIVE_INFINITY
    let check = -1
    for (let i = 0; i < this.#indices.length; i++) {
      const score = scores[this.#indices[i]]
      if (Number.isNaN(score)) continue
      const found = this.#calibrations[i].logP(score) - this.#shares[i]
      if (found >= logP) continue
      logP = found
      check = this.#indices[i]
    }
    return { logP: check < 0 ? Number.NaN : Math.min(0, logP), check }
  }

  /**
   * The score of a check above which a row is an anomaly.
   *
   * @returns NaN for a check that is not used
   */
  threshold(check: CheckName, falseAlarms: number): number {
    const at = this.#checks.indexOf(check)
    return at < 0 ? Number.NaN : this.#calibrations[at].scoreAt(Math.log10(falseAlarms) + this.#shares[at])
  }
}

/** Number of rows that share what a score tells: those of a window, or of a usual run of equal values. */
function rowsOf(check: CheckName, scores: readonly number[], path: number): number {
  if (isOfWindow[check]) return path
  if (check !== 'stuck') return 1
  return scores.length / Math.max(1, scores.filter((run) => run === 1).length)
}

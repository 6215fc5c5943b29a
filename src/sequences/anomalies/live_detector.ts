import { checkKnown } from '../../base/check.ts'
import { readValue } from '../read_values.ts'
import type { ErrorRun, NextCovariates } from './errors/error_source.ts'
import type { AnomalyReading, RowJudge } from './row_judge.ts'

/** Scores the values of one series as they arrive. The method `stream` of a detector makes one. */
export class LiveDetector {
  /** The score from which a value is an anomaly. */
  readonly threshold: number
  readonly #run: ErrorRun
  readonly #rows: RowJudge
  #last: Promise<unknown> = Promise.resolve()

  /** @internal */
  constructor(run: ErrorRun, rows: RowJudge, threshold: number) {
    this.#run = run
    this.#rows = rows
    this.threshold = threshold
  }

  /**
   * Takes the next value. Calls that overlap are answered in their order.
   *
   * @param value - the value; NaN or `null` for a missing one, which moves the stream on and has no score
   * @param covariates - for a forecaster that reads covariates: those of this row
   * @returns the score, and what was expected
   * @throws {GatecastError} `ERR_TYPE` for a value that is no number, `ERR_NOT_FINITE` for an infinite one; those of the
   * forecaster
   */
  async push(value: number | null, covariates: NextCovariates = {}): Promise<AnomalyReading> {
    const x = readValue(value)
    checkKnown('the covariates of push', covariates, ['observed', 'known'])
    const own = this.#last.then(async () => this.#rows.next(x, await this.#run.next(x, covariates)))
    this.#last = own.catch(() => {})
    return own
  }
}

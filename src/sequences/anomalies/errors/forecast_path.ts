import type { RowErrors } from './error_source.ts'
import { pathErrors } from './path_errors.ts'

/** Rows that `level` and `shape` look at if a forecast has a single step. */
const rowsOfOneStep = 16
/** The most steps of a forecast that `level` and `shape` look at. */
const mostSteps = 48

/** Number of rows that `level` and `shape` look at. */
export const stepsOf = (horizon: number): number => (horizon > 1 ? Math.min(horizon, mostSteps) : rowsOfOneStep)

/** Compares values with the forecasts that were made before them: of one step, and of the path that ends at the value. */
export class ForecastPath {
  readonly #steps: number
  readonly #isLong: boolean
  readonly #spread: number
  /** The forecasts before the last rows, each as long as the path; for forecasts of one step, their errors. */
  readonly #forecasts: Float64Array[]
  readonly #values: Float64Array
  #row = 0

  /** @param spread - the usual size of the errors of a path */
  constructor(horizon: number, spread: number) {
    this.#isLong = horizon > 1
    this.#steps = stepsOf(horizon)
    this.#spread = spread
    this.#forecasts = Array.from({ length: this.#steps }, () => Float64Array.of(Number.NaN))
    this.#values = new Float64Array(this.#steps).fill(Number.NaN)
  }

  /** @param forecast - the forecast that was made before the value; NaN if there is none */
  next(value: number, forecast: Float64Array): RowErrors {
    const steps = this.#steps
    const slot = this.#row % steps
    this.#values[slot] = value
    this.#forecasts[slot] = forecast
    this.#row++
    const oldest = this.#row % steps
    const path = this.#forecasts[oldest]
    // From the oldest row on, so that sums do not depend on how many rows came before.
    const errorAt = (step: number): number => {
      const at = (oldest + step) % steps
      return this.#values[at] - (this.#isLong ? path[step] : this.#forecasts[at][0])
    }
    const { level, shape } = Number.isNaN(value)
      ? { level: Number.NaN, shape: Number.NaN }
      : pathErrors(steps, errorAt, this.#spread)
    return { expected: forecast[0], error: value - forecast[0], width: 1, level, shape }
  }
}

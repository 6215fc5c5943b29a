/** The forecast of one series: for each step the mean, and the standard deviation of the error. */
export interface LocalForecast {
  readonly mean: Float64Array
  readonly deviation: Float64Array
}

export interface LocalTask {
  /** Number of steps in a season; 1 for none. */
  readonly season: number
  readonly horizon: number
}

/**
 * A method that forecasts one series: a pure function of its history. The history begins and ends with an observed
 * value; a missing value between them is NaN. Errors are assumed to be normal around the mean.
 */
export type LocalMethod<T extends LocalTask = LocalTask> = (history: Float64Array, task: T) => LocalForecast

/**
 * Forecasts after any history with two observed values or more. Missing values at its start are left out. Missing
 * values at its end are forecast as well, and then dropped: so the intervals grow with the time since the last
 * observed value.
 */
export function forecastSeries<T extends LocalTask>(
  method: LocalMethod<T>,
  history: Float64Array,
  task: T,
): LocalForecast {
  const rows = observedRows(history)
  const last = rows[rows.length - 1]
  const waited = history.length - 1 - last
  const { mean, deviation } = method(history.subarray(rows[0], last + 1), { ...task, horizon: task.horizon + waited })
  return { mean: mean.subarray(waited), deviation: deviation.subarray(waited) }
}

/** A forecast from formulas for the mean and the variance of step h. The first step is h = 1. */
export function eachStep(horizon: number, mean: (h: number) => number, variance: (h: number) => number): LocalForecast {
  const steps = Float64Array.from({ length: horizon }, (_, i) => i + 1)
  return { mean: steps.map(mean), deviation: steps.map((h) => Math.sqrt(Math.max(0, variance(h)))) }
}

/** The rows of the observed values. */
export function observedRows(history: Float64Array): number[] {
  const rows: number[] = []
  for (let t = 0; t < history.length; t++) if (!Number.isNaN(history[t])) rows.push(t)
  return rows
}

export function meanOf(values: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i]
  return sum / values.length
}

/** Whether all observed values are equal. Then nothing can be estimated, and the forecast repeats that value. */
export function isConstant(history: Float64Array): boolean {
  const first = history.find((value) => !Number.isNaN(value))
  return history.every((value) => Number.isNaN(value) || value === first)
}

/** What a local model says of the steps after one history: the mean and the standard deviation of its error. */
export interface LocalForecast {
  readonly mean: Float64Array
  readonly deviation: Float64Array
}

export interface LocalTask {
  /** Steps in a season; 1 for none. */
  readonly season: number
  readonly horizon: number
}

/**
 * A model of one series by itself: a pure function of its history, which begins and ends with values that are there
 * and has NaN where one between them is missing. Errors are taken to be normal around the mean.
 */
export type LocalMethod<T extends LocalTask = LocalTask> = (history: Float64Array, task: T) => LocalForecast

/**
 * Forecasts after any history with two values or more. Rows missing at its start are left out; those missing at its end
 * are steps to forecast like those that follow, so that the wait shows in the spread.
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

/** A forecast from a formula for each step, the first step being 1. */
export function eachStep(horizon: number, mean: (h: number) => number, variance: (h: number) => number): LocalForecast {
  const steps = Float64Array.from({ length: horizon }, (_, i) => i + 1)
  return { mean: steps.map(mean), deviation: steps.map((h) => Math.sqrt(Math.max(0, variance(h)))) }
}

/** Rows of the values that are there. */
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

/** Whether all values that are there are the same: then there is nothing to estimate, and that is the forecast. */
export function isConstant(history: Float64Array): boolean {
  const first = history.find((value) => !Number.isNaN(value))
  return history.every((value) => Number.isNaN(value) || value === first)
}

/** The forecast of one series. */
export interface LocalForecast {
  readonly mean: Float64Array
  /** The standard deviation of the error of each step; NaN if too few values leave nothing to estimate it from. */
  readonly deviation: Float64Array
  /** The values of each level of the task; without them the quantiles are those of a normal distribution. */
  readonly quantiles?: readonly Float64Array[]
  /** The one-step forecast of each row of the history from the rows before it; NaN where there is none. */
  readonly fitted?: Float64Array
  /** Parts of the model by name, for example `level`, `trend` and `season 12`: rows of the history, then the horizon. */
  readonly components?: Readonly<Record<string, Float64Array>>
  /** The errors of the method from earlier origins, if it knows them. */
  readonly errors?: RollingErrors
}

/** Mean absolute errors at each step, and the number of errors behind each. */
export interface RollingErrors {
  readonly absolute: Float64Array
  readonly counts: Float64Array
}

/** Covariates that are known in the future: for each its values in the history, and in the horizon. */
export interface Regressors {
  readonly names: readonly string[]
  readonly history: readonly Float64Array[]
  readonly future: readonly Float64Array[]
}

/** Columns over the rows of the history, then the horizon. */
export interface WholeColumns {
  readonly names: readonly string[]
  readonly values: readonly Float64Array[]
}

/** One series to forecast. */
export interface LocalSeries {
  readonly id: string
  readonly history: Float64Array
  /** Covariates that are known in the future, if the method reads them; NaN where missing in the history. */
  readonly regressors?: WholeColumns
}

export interface LocalTask {
  /** Number of steps in a season; 1 for none. */
  readonly season: number
  /** All seasons of the series, ascending; default `season` alone. */
  readonly seasons?: readonly number[]
  /** Whether the seasons are the usual ones of the frequency, and nobody asked for them: the history has to show them. */
  readonly usual?: boolean
  readonly horizon: number
  /** False if nobody asks for the spread: to measure it takes most of the time of a quick method. */
  readonly spread?: boolean
  /** Whether fitted values and components are wanted; otherwise they are dropped. */
  readonly fitted?: boolean
  /** Levels of the quantiles that are wanted, for methods whose errors are not normal. */
  readonly levels?: readonly number[]
  readonly regressors?: Regressors
}

/**
 * A method that forecasts one series: a pure function of its history. The history begins and ends with an observed
 * value; a missing value between them is NaN. Errors are normal around the mean, unless the method gives quantiles.
 */
export type LocalMethod<T extends LocalTask = LocalTask> = (history: Float64Array, task: T) => LocalForecast

/** A forecast from formulas for the mean and the variance of step h. The first step is h = 1. */
export function eachStep(horizon: number, mean: (h: number) => number, variance: (h: number) => number): LocalForecast {
  const steps = Float64Array.from({ length: horizon }, (_, i) => i + 1)
  return { mean: steps.map(mean), deviation: steps.map((h) => Math.sqrt(Math.max(0, variance(h)))) }
}

/**
 * The variance of errors from the sum of their squares; NaN without a degree of freedom. Then the formulas fit every
 * value whatever the values are, and a sum of 0 says nothing about the next error.
 */
export const varianceOf = (squares: number, freedom: number): number =>
  freedom > 0 ? Math.max(0, squares) / freedom : Number.NaN

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

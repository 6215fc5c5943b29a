import type { Frequency } from '../../series/index.ts'
import type { SeriesFit } from '../residuals/series_fit.ts'

/** The data of a forecast. `mean` and each array of `quantiles` are `[series x horizon]`, series after series. */
export interface ForecastParts {
  /** Ids of the series, in the order of the arrays. */
  readonly ids: readonly string[]
  /** The distance in time between two steps. */
  readonly frequency: Frequency
  /** IANA name of the time zone in which days and longer steps are counted. */
  readonly timeZone: string
  /** Number of steps that are forecast. */
  readonly horizon: number
  /** Time of the first row of each series' history, in milliseconds since 1970 UTC. */
  readonly starts: Float64Array
  /** Number of rows of each series' history: its first forecast step is `lengths[series]` steps after its start. */
  readonly lengths: Float64Array
  /** The expected value of each step. */
  readonly mean: Float64Array
  /** Levels of the quantiles, ascending, each between 0 and 1. */
  readonly quantileLevels: readonly number[]
  /** The values of the quantiles: one array for each level. */
  readonly quantiles: readonly Float64Array[]
  /** Fitted values, residuals and components of each history: the result of `predict(panel, { fitted: true })`. */
  readonly fits?: readonly SeriesFit[]
  /** The names of the targets, if each series of the panel has several; see {@link Panel.withTargets}. */
  readonly channels?: readonly string[] | undefined
  /** Names of the columns for id and time, in rows and in a DataFrame. */
  readonly names?: { readonly series: string; readonly time: string }
}

/** The numbers of a forecast, without the series that they belong to. */
export type ForecastNumbers = Pick<ForecastParts, 'horizon' | 'mean' | 'quantileLevels' | 'quantiles' | 'fits'>

/** The forecast of one series, one number for each step. */
export interface SeriesForecast {
  /** Id of the series. */
  readonly id: string
  /** Times of the steps, in milliseconds since 1970 UTC. */
  readonly times: Float64Array
  /** The expected value of each step. */
  readonly mean: Float64Array
  /** The quantiles, by level: `quantiles[0.9]`. */
  readonly quantiles: Readonly<Record<number, Float64Array>>
  /** One-step forecasts of the rows of the history, with `fitted: true`; NaN where there is none. */
  readonly fitted?: Float64Array
  /** The history minus the fitted values, with `fitted: true`; NaN where one of the two is missing. */
  readonly residuals?: Float64Array
  /**
   * Parts of the model by name, for example `level`, `trend` and `season 12`, with `fitted: true`: the rows of the history,
   * then those of the horizon.
   */
  readonly components?: Readonly<Record<string, Float64Array>>
}

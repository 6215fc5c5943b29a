import type { CallOptions, History, FitOptions as ModelFitOptions, Precision, Progress, Tensors } from '../nn/index.ts'
import type { Panel } from '../series/index.ts'
import type { Backtest } from './backtest/backtest.ts'
import type { Forecast } from './forecast.ts'

/**
 * Options of training are for networks; forecasters that work series by series, such as `theta`, take no notice of
 * them.
 */
export interface FitOptions extends Omit<ModelFitOptions<never>, 'validation'> {
  /** Share of each series' end that is held out to measure on. */
  validation?: number
  /**
   * Whether a network that learns from few series trains twice, to measure how wide its intervals have to be; default
   * true.
   */
  calibrate?: boolean
  /** Called after each epoch of the first of these two trainings, of which `onStep` and `onProgress` hear nothing. */
  onRehearsal?: (progress: Progress) => unknown
}

/** What `fit` resolved to. */
export interface FitReport {
  /** Seconds that it took. */
  seconds: number
  /** Of a network. */
  history?: History
}

/** Options of a forecast. */
export interface PredictOptions extends CallOptions {
  /** Levels of the quantiles; default `[0.1, 0.5, 0.9]`. */
  quantiles?: readonly number[]
  /** Paths drawn per series, where quantiles are those of samples. */
  samples?: number
  /** Of drawn samples; default 0. */
  seed?: number
  /** Series at a time, where that matters. */
  batchSize?: number
  /** Of a network's products, as in `fit`; default `float32`, whatever it was fitted with. */
  precision?: Precision
}

export const predictOptionNames: readonly (keyof PredictOptions)[] = [
  'quantiles',
  'samples',
  'seed',
  'batchSize',
  'precision',
  'threads',
  'signal',
]

/** How far a backtest is. */
export interface BacktestProgress {
  /** Windows done, of `windows`. */
  window: number
  /** Windows there are. */
  windows: number
  /** Milliseconds since the backtest began. */
  elapsed: number
}

/** From where to forecast in a backtest, and how. */
export interface BacktestOptions extends CallOptions {
  /** Origins to forecast from; the last one leaves `horizon` rows of history after it. Default 3. */
  windows?: number
  /** Rows between two origins; default the horizon. */
  step?: number
  /** Rows of history before an origin that are used: all (expanding origin, default), or so many (rolling origin). */
  history?: number
  /**
   * How often to fit: `n` for before every n-th window, `'first'` (default) for once before the first one, `'never'`
   * for the forecaster as it is. One that was fitted on rows it is then tested on scores too well.
   */
  refit?: number | 'first' | 'never'
  /** Levels of the quantiles; default `[0.1, 0.5, 0.9]`. */
  quantiles?: readonly number[]
  /** Steps in a season, for the scale of MASE and RMSSE; default that of the frequency. */
  season?: number
  /** Passed to `fit`. */
  fit?: FitOptions
  /** Passed to `predict`. */
  predict?: Omit<PredictOptions, 'quantiles'>
  /** Called after each window and awaited. */
  onProgress?: (progress: BacktestProgress) => unknown
}

/** What JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json | undefined }

/**
 * The source that a forecaster learns its numbers from: `nothing`, `each series` when it forecasts the series, or `all series`
 * together when it is fitted.
 */
export type Learns = 'nothing' | 'each series' | 'all series'

/** Facts about a fitted forecaster that follow from the data. */
export interface ForecasterFacts {
  /** Steps before the origin that a network reads. */
  context?: number
  /** Frequency of the data it was fitted on. */
  frequency?: string
}

/** A forecaster as it is stored. */
export interface ForecasterState {
  /** Such as `gru`, by which its reader is found. */
  readonly kind: string
  /** Its options, as JSON can hold them. */
  readonly config: Json
  /** What it learned, by name. */
  readonly tensors: Tensors
}

/** Something that learns from a panel and forecasts the next `horizon` steps of each series of a panel. */
export interface Forecaster {
  /** Such as `seasonalNaive` or `gru`. */
  readonly kind: string
  /** Steps that are forecast. */
  readonly horizon: number
  /** The options it was made with, as JSON can hold them. */
  readonly options?: Json
  /** The source it learns from; without it, `fit` is called before every use. */
  readonly learns?: Learns
  /**
   * Facts that follow from the data of `fit`.
   *
   * @returns those that apply to the kind
   */
  facts?(): ForecasterFacts
  /**
   * Learns from the histories of a panel.
   *
   * @param panel - whose histories it learns from
   * @throws {GatecastError} `ERR_DATA` if the panel has nothing to learn from, `ABORT_ERR`
   */
  fit(panel: Panel, options?: FitOptions): Promise<FitReport>
  /**
   * Forecasts the `horizon` steps after each series' history.
   *
   * @param panel - whose series are forecast: those of `fit`, grown, or others with the same columns
   * @throws {GatecastError} `ERR_DATA` naming the series that cannot be forecast, `ABORT_ERR`
   */
  predict(panel: Panel, options?: PredictOptions): Promise<Forecast>
  /**
   * Forecasts from several earlier origins and compares with what came. The forecaster stays as it is.
   *
   * @param panel - whose newest rows are forecast from earlier ones
   * @throws {GatecastError} `ERR_DATA` if a history is too short for the windows, `ERR_RANGE` naming the option,
   * `ABORT_ERR`
   */
  backtest(panel: Panel, options?: BacktestOptions): Promise<Backtest>
  /**
   * Writes one safetensors file, which `loadForecaster(path)` reads. It appears whole or not at all.
   *
   * @param path - of the file, `.safetensors` by custom
   * @throws {GatecastError} `ERR_FILE` if it cannot be written
   */
  save(path: string): Promise<void>
  /** Configuration and all that was learned. */
  toState(): ForecasterState
  /** One of the same configuration that has learned nothing yet. */
  fresh(): Forecaster
}

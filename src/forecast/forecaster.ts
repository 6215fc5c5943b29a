import type { Json } from '../base/json.ts'
import type { CallOptions, History, FitOptions as ModelFitOptions, Precision, Progress, Tensors } from '../nn/index.ts'
import type { Panel } from '../series/index.ts'
import type { Backtest } from './backtest/backtest.ts'
import type { Forecast } from './forecast.ts'
import type { Support } from './support.ts'

/**
 * Options of `fit`. Only networks use them: forecasters that work series by series, for example `theta`, ignore them, but
 * refuse `weights`.
 */
export interface FitOptions extends Omit<ModelFitOptions<never>, 'validation'> {
  /** Share of each series that is held out at its end, and on which the loss is measured after each epoch. */
  validation?: number
  /**
   * Whether a network first holds out the newest rows, to stop in time and to measure how wide the intervals have to be;
   * default true. With `false` it trains once on all rows, for a number of epochs that follows from their number. With
   * `epochs` it trains that number of epochs, and the held-out rows only decide on the intervals.
   */
  calibrate?: boolean
  /**
   * Called after each epoch of the first of two trainings, see `calibrate`. `onStep` and `onProgress` are called only
   * in the second training, or in the only one if the held-out rows are few beside the history.
   */
  onRehearsal?: (progress: Progress) => unknown
  /**
   * Name of a column of the panel with the weights of training, 0 or more: the loss of a network is the weighted mean over
   * the values of a batch, and the weight of a value is that of its row. A row of weight 0 is not learned from, but the
   * network reads its value as history. A static column gives each series one weight. The network does not read the
   * column, so a panel for `predict` need not have it. Held-out rows have weights in the loss that tells when to stop, and
   * none in `validation` of the report. Default: all rows count the same. Forecasters that work series by series refuse it.
   */
  weights?: string
}

/** Errors of a network in rows that it did not learn from, and of a simple method in the same rows. */
export interface HeldOutScores {
  /** Mean absolute error as in MASE: by the mean absolute seasonal change of each series, then the mean over series. */
  readonly network: number
  /** The same for repeating the last season. If it is lower, take a classical method, for example `theta` or `ets`. */
  readonly seasonalNaive: number
  /** Number of windows of each series. */
  readonly windows: number
  /** Number of rows of each series that the windows cover. */
  readonly rows: number
}

/** A context that `fit` has tried, and how well it forecast held-out rows. */
export interface ContextScore {
  /** Number of steps before the origin that the network read. */
  readonly context: number
  /** Mean absolute error in the held-out rows, as `network` of {@link HeldOutScores}; lower is better. */
  readonly score: number
}

/** The result of `fit`. */
export interface FitReport {
  /** Seconds that `fit` took. */
  seconds: number
  /** Losses of the training, for a network. */
  history?: History
  /** Errors in the held-out rows, for a network. Absent with `calibrate: false`, and if series are too short. */
  validation?: HeldOutScores
  /** The contexts that were compared, if the option `context` of the network is a list; `facts().context` is the best. */
  contexts?: readonly ContextScore[]
}

/** Options of a forecast. */
export interface PredictOptions extends CallOptions {
  /** Levels of the quantiles; default `[0.1, 0.5, 0.9]`. */
  quantiles?: readonly number[]
  /** Number of paths that are drawn for each series, for forecasters whose quantiles come from drawn paths. */
  samples?: number
  /** Seed of the drawn paths; default 0. */
  seed?: number
  /** Number of series that a network forecasts at a time. */
  batchSize?: number
  /**
   * Whether the forecast also holds what the method says about the history: fitted values, residuals and components;
   * default false. Networks have none.
   */
  fitted?: boolean
  /** Precision of a network's matrix products, as in `fit`; default `float32`, also if `fit` used another one. */
  precision?: Precision
}

export const predictOptionNames: readonly (keyof PredictOptions)[] = [
  'quantiles',
  'samples',
  'seed',
  'batchSize',
  'precision',
  'fitted',
  'threads',
  'signal',
]

/** Progress of a backtest. */
export interface BacktestProgress {
  /** Number of windows that are done. */
  window: number
  /** Number of all windows. */
  windows: number
  /** Milliseconds since the backtest began. */
  elapsed: number
}

/** Options of a backtest. */
export interface BacktestOptions extends CallOptions {
  /** Number of origins to forecast from; default 3. The last origin is `horizon` rows before the end of history. */
  windows?: number
  /** Number of rows between two origins; default the horizon. */
  step?: number
  /** Number of rows before an origin that are used (rolling origin); default all rows (expanding origin). */
  history?: number
  /**
   * When to fit: a number `n` fits before every n-th window, `'first'` (default) once before the first window, and
   * `'never'` uses the forecaster as it is. A forecaster that was fitted on the rows of the windows scores too well.
   */
  refit?: number | 'first' | 'never'
  /** Levels of the quantiles; default `[0.1, 0.5, 0.9]`. */
  quantiles?: readonly number[]
  /** Number of steps in a season, for the scale of MASE and RMSSE; default the season of the frequency. */
  season?: number
  /** Options for `fit`. */
  fit?: FitOptions
  /** Options for `predict`. */
  predict?: Omit<PredictOptions, 'quantiles' | 'fitted'>
  /** Called after each window and awaited. */
  onProgress?: (progress: BacktestProgress) => unknown
}

/**
 * The data that a forecaster learns from: `nothing`; `each series` by itself, in `predict`; or `all series` together,
 * in `fit`.
 */
export type Learns = 'nothing' | 'each series' | 'all series'

/** The covariates that a forecaster reads, by role. A panel for `predict` needs all of them. */
export interface UsedCovariates {
  /** Names of the covariates that are known in the future. */
  readonly known: readonly string[]
  /** Names of the covariates that are known in the past only. */
  readonly observed: readonly string[]
  /** Names of the covariates with one value for each series. */
  readonly static: readonly string[]
  /** Those of them that are categories. */
  readonly categorical: readonly string[]
  /** Those known that it computes itself, as holidays of a place: a panel for `predict` need not have them. */
  readonly computed?: readonly string[]
}

/** Facts about a fitted forecaster that follow from the data. */
export interface ForecasterFacts {
  /** Number of steps before the origin that a network reads. */
  context?: number
  /** Number of rows before the origin that its forecast depends on, lags included. */
  memory?: number
  /** Whether its forecasts come from drawn paths: then they depend on the place of a series in the panel. */
  isDrawn?: boolean
  /** Names of the series, or of the targets of a series, that it reads together; `predict` needs all of them. */
  mixes?: readonly string[]
  /** Names of the targets, if it was fitted on series with several; see {@link Panel.withTargets}. */
  targets?: readonly string[]
  /** Frequency of the panel that it was fitted on. */
  frequency?: string
  /** The covariates that it reads. Absent if that is not known before `fit`. */
  covariates?: UsedCovariates
}

/** The state of a forecaster, from which it can be made again. */
export interface ForecasterState {
  /** The kind of forecaster, for example `gru`. It selects the function that reads the state. */
  readonly kind: string
  /** The options of the forecaster, as JSON. */
  readonly config: Json
  /** The numbers that the forecaster learned, by name. */
  readonly tensors: Tensors
}

/** Learns from a panel, and forecasts the next `horizon` steps of each series of a panel. */
export interface Forecaster {
  /** The kind of forecaster, for example `seasonalNaive` or `gru`. */
  readonly kind: string
  /** Number of steps that are forecast. */
  readonly horizon: number
  /** The options that it was made with, as JSON. */
  readonly options?: Json
  /** The data that it learns from. If it is left out, `fit` is called before every use. */
  readonly learns?: Learns
  /**
   * Rows of history that the longest series of a panel must have for `fit`, and so for `predict` and a backtest; default
   * 2.
   */
  readonly needs?: number
  /** The values that its forecasts can have, if its options limit them. */
  readonly support?: Support
  /**
   * Facts that follow from the data of `fit`, for example the context.
   *
   * @returns the facts that apply to this kind
   */
  facts?(): ForecasterFacts
  /**
   * Learns from the histories of a panel.
   *
   * @param panel - the panel whose histories it learns from
   * @throws {GatecastError} `ERR_DATA` if the histories are too short to learn from, `ABORT_ERR`
   */
  fit(panel: Panel, options?: FitOptions): Promise<FitReport>
  /**
   * Forecasts the `horizon` steps after each series' history.
   *
   * @param panel - the series to forecast: those of `fit` with newer rows, or others with the same columns
   * @throws {GatecastError} `ERR_DATA` naming the series that cannot be forecast, `ABORT_ERR`
   */
  predict(panel: Panel, options?: PredictOptions): Promise<Forecast>
  /**
   * Forecasts from several earlier origins, and compares the forecasts with the values that came. The forecaster itself
   * does not change.
   *
   * @param panel - the panel whose newest rows are forecast from earlier rows
   * @throws {GatecastError} `ERR_DATA` if all histories are too short for the windows, `ERR_RANGE` naming the option,
   * `ABORT_ERR`
   */
  backtest(panel: Panel, options?: BacktestOptions): Promise<Backtest>
  /**
   * Writes one safetensors file, which `loadForecaster(path)` reads. The file appears whole or not at all.
   *
   * @param path - path of the file; its name usually ends in `.safetensors`
   * @throws {GatecastError} `ERR_FILE` if the file cannot be written
   */
  save(path: string): Promise<void>
  /** The options and all that was learned. */
  toState(): ForecasterState
  /** Makes a forecaster with the same options that has learned nothing yet. */
  fresh(): Forecaster
  /** @internal Throws if the parts that a file holds do not fit together. `loadForecaster` calls it. */
  checkWhole?(): Promise<void>
}

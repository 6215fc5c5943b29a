import type { Fields } from '../base/options/fields.ts'
import type { FitOptions, Forecaster, ForecasterState, Learns } from './forecaster.ts'
import type { Space } from './space.ts'

/** The data that a kind of forecaster can use. */
export interface Uses {
  /** Covariates known in the future. */
  readonly known: boolean
  /** Covariates known up to the origin. */
  readonly observed: boolean
  /** Covariates with one value per series. */
  readonly static: boolean
  /** The treatment of missing target values: a mask marks them, they are filled, or they are left out. */
  readonly missing: 'masked' | 'filled' | 'left out'
  /** Whether the kind can learn from panels that are read one after another, if memory cannot hold all series. */
  readonly panelStreams: boolean
  /** The source of quantiles: a normal distribution around the mean, or a distribution of the method or network. */
  readonly quantiles: 'normal' | 'output'
}

/** The facts of a panel by which a kind says whether `auto` should try it. */
export interface PanelFacts {
  /** Number of steps to forecast. */
  readonly horizon: number
  /** Number of steps in a season; 1 for none. */
  readonly season: number
  readonly series: number
  /** Observed values of all series. */
  readonly rows: number
  /** Rows of the series in the middle, by length. */
  readonly typicalRows: number
  /** Share of zeros among the observed values. */
  readonly zeros: number
  /** The smallest observed value. */
  readonly least: number
  /** Names of all covariates. */
  readonly covariates: readonly string[]
}

/** The work that a forecaster does before it can forecast: almost none, an estimate for each series, or a training. */
export type Cost = 'instant' | 'estimate' | 'training'

/** The settings of a short trial, for jobs that choose a model themselves (`model: auto`). */
export interface QuickTrial {
  /** Options that make the trial quick. */
  readonly options?: object
  readonly fit?: FitOptions
  /** With more series than this, the trial is skipped: it would take too long. */
  readonly mostSeries?: number
  /** With more rows than this in a typical series, the trial is skipped: it would take too long. */
  readonly mostRows?: number
  /** With fewer rows than this, the trial is skipped: there is too little to learn from. */
  readonly leastRows?: number
  /** If a typical series has fewer horizons than this, the trial is skipped: there is too little to learn from. */
  readonly leastHorizons?: number
}

/**
 * Everything that the rest of the library knows about a kind of forecaster. One file in `kinds` defines a kind, and
 * `kinds/index.ts` lists it.
 */
export interface ForecasterKind {
  /** The name of the function, and of the kind in jobs, files and the command. */
  readonly name: string
  /** One phrase that describes the method, for help and tables. */
  readonly summary: string
  readonly options: Fields
  learns(options: object): Learns
  /**
   * Rows of history that the longest series must have. `fit`, `predict`, backtests and `auto` follow it.
   */
  needs(options: { readonly horizon: number }): number
  readonly uses: Uses
  readonly cost: Cost
  /** Sets of options that `auto` tries by default. */
  readonly auto: readonly object[]
  /** The place of a network among those that `auto` tries: lower ones first. Default 5. */
  readonly autoOrder?: number
  /**
   * Says why a set of options is not worth a trial of `auto` on some data. Without it, the kind is tried on any data.
   *
   * @returns a reason that completes "not tried: ", or `undefined` if it is worth a trial
   */
  against?(facts: PanelFacts, options: object): string | undefined
  /** The trial of a job with `model: auto`. A kind without one is not tried. */
  readonly quick?: QuickTrial
  /** The trial of such a job if its data have covariates that the kind uses. Default: `quick`. */
  readonly withCovariates?: QuickTrial
  /** The options to tune and their ranges. A kind without them cannot be tuned. */
  readonly tunes?: (horizon: number) => Space
  /** @throws {GatecastError} `ERR_TYPE`, `ERR_RANGE` naming the option */
  make(options: object): Forecaster
  fromState(state: ForecasterState): Forecaster
}

/** A kind of forecaster, with the TypeScript types of its options and of the forecasters that it makes. */
export type KindOf<Options, Made extends Forecaster> = Omit<ForecasterKind, 'make'> & { make(options: Options): Made }

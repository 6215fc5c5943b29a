import type { Fields } from '../base/fields.ts'
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
  /** How missing values of the target are treated: a mask marks them, they are filled, or they are left out. */
  readonly missing: 'masked' | 'filled' | 'left out'
  /** Whether it can learn from panels that are read one after another, where all series are more than memory holds. */
  readonly streams: boolean
  /** Where quantiles come from: a normal distribution around the mean, or the output of the network. */
  readonly quantiles: 'normal' | 'output'
}

/** How long a forecaster takes to be ready: next to nothing, an estimate for each series, or a training. */
export type Cost = 'instant' | 'estimate' | 'training'

/** A trial that takes seconds, for jobs that choose a model. */
export interface QuickTrial {
  /** Options that make it quick. */
  readonly options?: object
  readonly fit?: FitOptions
  /** The number of series above which it would take too long. */
  readonly mostSeries?: number
  /** The number of rows below which there is too little to learn from. */
  readonly leastRows?: number
  /** The length of a typical series, in horizons, below which there is too little to learn from. */
  readonly leastHorizons?: number
}

/**
 * Everything that the rest of the library knows about a kind of forecaster. One file in `kinds` defines a kind, and
 * `kinds/index.ts` lists it.
 */
export interface ForecasterKind {
  /** The name of the function, and of the kind in jobs, files and the command. */
  readonly name: string
  /** What it does in one phrase, for help and tables. */
  readonly summary: string
  readonly options: Fields
  learns(options: object): Learns
  readonly uses: Uses
  readonly cost: Cost
  /** Sets of options that `auto` tries by default. */
  readonly auto: readonly object[]
  /** The trial of a job with `model: auto`; without one the kind is not tried. */
  readonly quick?: QuickTrial
  /** Options worth a search, by name; without any the kind cannot be tuned. */
  readonly tunes?: (horizon: number) => Space
  /** @throws {GatecastError} `ERR_TYPE`, `ERR_RANGE` naming the option */
  make(options: object): Forecaster
  fromState(state: ForecasterState): Forecaster
}

/** A kind, with the types of its options and forecasters. */
export type KindOf<Options, Made extends Forecaster> = Omit<ForecasterKind, 'make'> & { make(options: Options): Made }

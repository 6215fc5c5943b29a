import type { WindowInput } from '../addon/index.ts'
import type { AnyValue, Loss, Value } from '../nn/index.ts'
import type { Covariates } from './blocks/window_inputs.ts'
import type { Output } from './outputs/index.ts'

/** The part of a network's design that all families share. A family has options of its own besides. */
export interface NetworkSpec {
  /** Steps that are forecast. */
  readonly horizon: number
  /** Steps before the origin that the network reads. */
  readonly context: number
  /** Steps in a season, at most the context; 1 for none. */
  readonly season: number
  /** Further lags of the target beside each step. In direct form at least the horizon. */
  readonly lags: readonly number[]
  readonly output: Output
  readonly covariates: Covariates
}

/** A network as a model is made of it, and the sources that fill its inputs when windows are cut out of a table. */
export interface Network {
  readonly inputs: Readonly<Record<string, AnyValue>>
  readonly sources: Readonly<Record<string, WindowInput>>
  /** In units of the target; of a recursive network in the scale of the window, unless the target is read without scaling. */
  readonly outputs: Readonly<Record<string, Value>>
  readonly loss: Loss
}

/** A network family: builds a Program from a specification and the family's own options. */
export type NetworkFamily<Options> = (spec: NetworkSpec, options: Options) => Network

import type { WindowInput } from '../addon/index.ts'
import type { AnyValue, Loss, Value } from '../nn/index.ts'
import type { Covariates } from './blocks/window_inputs.ts'
import type { Output } from './outputs/index.ts'

/** The specification of a network that all families share. A family also has options of its own. */
export interface NetworkSpec {
  /** Number of steps that are forecast. */
  readonly horizon: number
  /** Number of steps before the origin that the network reads. */
  readonly context: number
  /** Number of steps in a season, at most the context; 1 for none. */
  readonly season: number
  /**
   * Further lags of the target that the network reads at each step. In a direct network each is at least the horizon.
   */
  readonly lags: readonly number[]
  /**
   * Number of series in a sample, for networks that mix series; 1 otherwise. The inputs of such a network have the first
   * dimension `together*batch`.
   */
  readonly together: number
  readonly output: Output
  readonly covariates: Covariates
  /** The cycle of absolute time, for kinds that read it. */
  readonly cycle?: Cycle
  /** Whether the values of the target have weights in the loss. */
  readonly weighted?: boolean
}

/** A cycle in which each row has a place that follows from its time, also after a cut or a gap. */
export interface Cycle {
  /** Number of steps in the cycle. */
  readonly length: number
  /** Number of series that have a cycle of their own besides the common one; 0 for none. */
  readonly series: number
}

/** The parts of a model, and the sources that fill its inputs with windows of a table. */
export interface Network {
  readonly inputs: Readonly<Record<string, AnyValue>>
  readonly sources: Readonly<Record<string, WindowInput>>
  /**
   * Parameters of the distributions. A direct network gives them in units of the target. A recursive network gives them
   * in the scale of the window, unless it reads the target without scaling.
   */
  readonly outputs: Readonly<Record<string, Value>>
  readonly loss: Loss
}

/** A network family: builds a Program from a specification and the family's own options. */
export type NetworkFamily<Options> = (spec: NetworkSpec, options: Options) => Network

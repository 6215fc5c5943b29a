import type { WindowInput } from '../addon/index.ts'
import type { AnyValue, Loss, Value } from '../nn/index.ts'
import type { Cell } from './cells.ts'
import type { Output } from './outputs.ts'
import type { Covariates } from './window_inputs.ts'

/** All that decides what a network computes. */
export interface NetworkSpec {
  readonly cell: Cell
  /** Steps that are forecast. */
  readonly horizon: number
  /** Steps that are looked back at. */
  readonly context: number
  /** Steps in a season, at most the context; 1 for none. */
  readonly season: number
  /** Further lags of the target beside each step. In direct form at least the horizon. */
  readonly lags: readonly number[]
  readonly hiddenSize: number
  readonly layers: number
  readonly dropout: number
  readonly output: Output
  readonly covariates: Covariates
}

/** A network as a model is made of it, and what fills its inputs when windows are cut out of a table. */
export interface Network {
  readonly inputs: Readonly<Record<string, AnyValue>>
  readonly sources: Readonly<Record<string, WindowInput>>
  /** In units of the target; of a recursive network in the scale of the window, but for counts. */
  readonly outputs: Readonly<Record<string, Value>>
  readonly loss: Loss
}

import type { Model } from '../../../nn/index.ts'
import type { SymbolTrainingOptions } from '../results/fit_results.ts'

/** What training needs to know about a network. */
export interface Trainable {
  /** Makes the network with its first weights. Its inputs are ids, targets, mask, and positions if it reads them. */
  make(): Model
  readonly positions: boolean
  /** Longest row. A longer sequence is cut. */
  readonly longest: number
  /** Steps that gradients flow through; 0 for whole rows. */
  readonly truncate: number
  readonly learningRate: number
}

export type NetworkTraining = SymbolTrainingOptions & { seed: number; heldOut: number }

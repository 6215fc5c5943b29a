import type { CallOptions } from '../../base/abort.ts'
import type { Json } from '../../base/json.ts'
import type { Fields } from '../../base/options/fields.ts'
import type { Tensors } from '../../nn/index.ts'
import type { Encoded } from './data/encoded.ts'
import type { SymbolEpoch, SymbolTrainingOptions } from './results/fit_results.ts'

/** Sequences to learn from, as numbers of symbols. */
export interface LearningData {
  readonly training: Encoded
  /** Sequences that the model must not learn from; null if there are none. */
  readonly heldOut: Encoded | null
  /** Number of symbols that are predicted. The start of a sequence has this number, and is never predicted. */
  readonly size: number
}

/** Reads one sequence, and knows after each symbol what may follow. */
export interface SymbolReader {
  /**
   * Reads more symbols.
   *
   * @returns the log probability of each symbol to come next
   */
  read(ids: Int32Array, call: CallOptions): Promise<Float64Array>
}

/** The learned probability of each symbol after those before it. */
export interface LearnedSymbols {
  /** The log probability of each id after the ids before it in its sequence. */
  score(data: Encoded, call: CallOptions): Promise<Float64Array>
  /** A reader at the start of a sequence. */
  reader(): SymbolReader
  /** What a file must hold, beside the options of the kind. */
  toState(): LearnedState
  dispose(): void
}

export interface LearnedState {
  readonly config: Json
  readonly tensors: Tensors
}

/** Everything that the rest of the library knows about a kind of sequence model. `kinds/index.ts` lists the kinds. */
export interface SymbolKind {
  readonly name: string
  /** One phrase that describes the method. */
  readonly summary: string
  readonly options: Fields
  /** @throws {GatecastError} `ERR_RANGE` naming an option that does not fit another one */
  checkTogether?(options: object): void
  learn(
    data: LearningData,
    options: object,
    training: SymbolTrainingOptions & { seed: number; heldOut: number },
  ): Promise<{ learned: LearnedSymbols; epochs: readonly SymbolEpoch[] }>
  /** @throws {GatecastError} `ERR_FILE` if the state is not one that `toState` makes */
  fromState(state: LearnedState, options: object, size: number): Promise<LearnedSymbols>
}

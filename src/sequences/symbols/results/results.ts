import type { SequenceSymbol } from '../data/symbol_form.ts'

/** The probability of a sequence, by the chain rule. */
export interface LogProbability {
  /** Natural logarithm of the probability of the whole sequence: the sum of `steps`. */
  readonly total: number
  /** Natural logarithm of the probability of each symbol after those before it. The last one is that of the end. */
  readonly steps: Float64Array
  /** The symbols that the steps belong to. `null` is the end; there is none if the model was made with `ends: false`. */
  readonly symbols: readonly (SequenceSymbol | null)[]
}

/** How unusual a sequence is. */
export interface Unusualness {
  /**
   * The share of sequences like those of `fit` that are as unlikely as this one or more, from 0 to 1: a p-value. A small
   * share means an unusual sequence. It is never below 1 / (number of held-out sequences + 1).
   */
  readonly share: number
  /** Mean surprise of a symbol in bits: minus the log probability of the sequence, divided by the number of its steps. */
  readonly bitsPerSymbol: number
}

/** A sequence that a model has drawn. */
export interface DrawnSequence {
  /** The prompt and what was drawn after it: a text for characters, else an array. */
  readonly sequence: string | readonly SequenceSymbol[]
  /** What was drawn after the prompt. */
  readonly drawn: string | readonly SequenceSymbol[]
  /** Whether the model drew the end; else the sequence has the wanted length. */
  readonly ended: boolean
}

/** Makes probabilities of counts. A context is given as the runs of its last 0, 1, 2, ... symbols; 0 ends the list. */
export interface Smoothing {
  /** The probability of one symbol after a context. */
  probability(contexts: ArrayLike<number>, symbol: number): number
  /** The probabilities of all symbols after a context; their sum is 1. */
  distribution(contexts: ArrayLike<number>): Float64Array
}

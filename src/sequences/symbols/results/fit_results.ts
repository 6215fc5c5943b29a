import type { Precision } from '../../../addon/index.ts'
import type { CallOptions } from '../../../base/abort.ts'
import { checkFunction } from '../../../base/check.ts'
import { type Checks, number, share, unchecked, whole } from '../../../base/options/options.ts'
import { callChecks } from '../call_checks.ts'

/** One epoch in the training of a sequence model. */
export interface SymbolEpoch {
  /** Number of the epoch, from 1. */
  epoch: number
  /** Number of epochs of the whole training. */
  epochs: number
  /** Bits per symbol on the sequences that train, mean over the epoch. */
  bitsPerSymbol: number
  /** Bits per symbol on held-out sequences after the epoch; null if none are held out. */
  heldOutBitsPerSymbol: number | null
  /** Milliseconds since training began. */
  elapsed: number
  /** Milliseconds that the other epochs will take. */
  remaining: number
}

/** Options of training. The kinds that count, `nGram` and `markov`, read the sequences once: they need none of these. */
export interface SymbolTrainingOptions extends CallOptions {
  /** Number of passes over the sequences; by default it follows from their number and lengths. */
  epochs?: number
  /**
   * The most minutes to train. The number of epochs is lowered to what fits into this time. A fit that is limited by
   * time gives other bits on another machine.
   */
  minutes?: number
  /** Rows that train side by side; by default it follows from the number of sequences. */
  batchSize?: number
  /** The highest learning rate; default 0.003, for a Transformer 0.002. */
  learningRate?: number
  /**
   * Precision of products, default `float32`. `bf16` is about twice as fast on processors that support it
   * (`cpuInfo().bf16`), and rounds factors to 8 significant bits. Predictions are always computed in `float32`.
   */
  precision?: Precision
  /** Called and awaited after each epoch. */
  onProgress?: (progress: SymbolEpoch) => unknown
}

/** Options of `fit` of a sequence model. */
export interface SymbolFitOptions extends SymbolTrainingOptions {
  /**
   * Share of the sequences that the model does not learn from; default 0.1. They calibrate `unusualness`, and tell a
   * network when to stop. With fewer than 10 sequences, pieces of them are held out, and `unusualness` is not available.
   */
  heldOut?: number
}

/** The result of `fit` of a sequence model. */
export interface SymbolFitReport {
  /** One entry for each epoch; empty for kinds that count. */
  epochs: readonly SymbolEpoch[]
  /** Number of sequences that the model learned from. */
  sequences: number
  /** Number of symbols in all sequences, held-out ones included; ends are not counted. */
  symbols: number
  /** Number of sequences that were held out. */
  heldOut: number
  /** Seconds that `fit` took. */
  seconds: number
}

export const fitChecks: Checks<SymbolFitOptions> = {
  epochs: whole(1),
  minutes: number(Number.MIN_VALUE),
  batchSize: whole(1),
  learningRate: number(Number.MIN_VALUE),
  heldOut: share,
  precision: unchecked,
  onProgress: checkFunction,
  ...callChecks,
}

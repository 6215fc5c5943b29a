import { type FieldsOf, flag, number, whole } from '../../base/options/fields.ts'

/** Options of every network. */
export interface SequenceNetworkOptions {
  /** Number of passes over the sequences; default so many that a network takes 600 to 2,500 steps. */
  epochs?: number
  /** Number of sequences in an optimiser step; default 16, 32 or 64, by the number of sequences. */
  batchSize?: number
  /** The highest learning rate; it rises to it, then falls to 0. Default 0.003; 0.006 for `gru` and `lstm`. */
  learningRate?: number
  /** Share of the units that training leaves out at random; default 0.2. */
  dropout?: number
}

/** Options of recurrent networks. */
export interface SequenceRecurrentOptions extends SequenceNetworkOptions {
  /** Number of units of each recurrent layer and direction; default 64. */
  hiddenSize?: number
  /** Number of stacked recurrent layers; default 1. */
  layers?: number
  /** Whether the network also reads from the end to the start; default true. A stream needs false. */
  bidirectional?: boolean
  /**
   * Number of steps that are read at a time. Default 1, or so many that a typical sequence has at most 160 pieces; always
   * 1 if `bidirectional` is false.
   */
  chunk?: number
}

const epochs = whole({ min: 1, help: 'passes over the sequences', otherwise: '600 to 2,500 steps' })
const batchSize = whole({ min: 1, help: 'sequences in an optimiser step', otherwise: '16, 32 or 64' })
const rate = (value: number) => number({ min: 1e-6, max: 1, default: value, help: 'highest learning rate' })
const learningRate = rate(3e-3)
const dropout = number({ min: 0, below: 1, default: 0.2, help: 'share of the units left out at random while training' })

export const networkFields: FieldsOf<SequenceNetworkOptions> = { epochs, batchSize, learningRate, dropout }

export const recurrentFields: FieldsOf<SequenceRecurrentOptions> = {
  hiddenSize: whole({ min: 1, default: 64, help: 'units of each recurrent layer and direction' }),
  layers: whole({ min: 1, default: 1, help: 'number of stacked recurrent layers' }),
  bidirectional: flag({ default: true, help: 'whether the network also reads from the end to the start' }),
  chunk: whole({ min: 1, help: 'steps read at a time', otherwise: '1, or at most 160 pieces a sequence' }),
  ...networkFields,
}

/** Gated layers learn more from the same number of steps at a higher rate. A plain layer does not bear it. */
export const gatedFields: FieldsOf<SequenceRecurrentOptions> = { ...recurrentFields, learningRate: rate(6e-3) }

/** With more pieces, a training takes long, and a state hardly reaches from one end to the other. */
const mostPieces = 160

/** How recurrent networks cut sequences into pieces. */
export const chunksOf =
  ({ chunk, bidirectional }: { chunk?: number; bidirectional: boolean }) =>
  (steps: number) => {
    const size = chunk ?? (bidirectional ? Math.ceil(steps / mostPieces) : 1)
    return { size, stride: size, positions: 0 }
  }

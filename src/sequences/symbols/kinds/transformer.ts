import { GatecastError } from '../../../base/error.ts'
import { type FieldsOf, number, whole } from '../../../base/options/fields.ts'
import type { SymbolKind } from '../kind.ts'
import { trainSymbols } from '../network/train.ts'
import { type WindowSettings, windowNetwork } from '../network/window_network.ts'
import { WindowSymbols } from '../network/window_symbols.ts'

/** Options of a causal Transformer. */
export interface TransformerSymbolOptions {
  /** Length of the vector of a step; a multiple of `heads`; default 128. */
  hiddenSize?: number
  /** Number of blocks of attention; default 2. */
  layers?: number
  /** Number of heads of attention; default 4. */
  heads?: number
  /** The most symbols that a prediction depends on, an even number; default 128. */
  context?: number
  /** Share of values that training drops after each block; default 0.1. */
  dropout?: number
}

const fields: FieldsOf<TransformerSymbolOptions> = {
  hiddenSize: whole({ min: 1, default: 128, help: 'length of the vector of a step' }),
  layers: whole({ min: 1, default: 2, help: 'number of blocks of attention' }),
  heads: whole({ min: 1, default: 4, help: 'number of heads; divides hiddenSize' }),
  context: whole({ min: 2, default: 128, help: 'the most symbols that a prediction depends on' }),
  dropout: number({ min: 0, below: 1, default: 0.1, help: 'share of values that training drops after each block' }),
}

/** A causal Transformer over windows. */
export const transformerSymbolKind: SymbolKind = {
  name: 'transformer',
  summary: 'a causal Transformer over a window of symbols',
  options: fields,
  checkTogether(given) {
    const { hiddenSize, heads, context } = given as WindowSettings
    if (hiddenSize % heads !== 0)
      throw new GatecastError('ERR_RANGE', `Expected hiddenSize to be a multiple of heads, ${heads}, got ${hiddenSize}`)
    if (context % 2 !== 0) throw new GatecastError('ERR_RANGE', `Expected context to be an even number, got ${context}`)
  },
  async learn(data, given, training) {
    const settings = given as WindowSettings
    const network = {
      make: () => windowNetwork(data.size, settings, training.seed),
      ...{ positions: true, longest: settings.context, truncate: 0, learningRate: 2e-3 },
    }
    const { model, epochs } = await trainSymbols(data, network, training)
    return { learned: new WindowSymbols(data.size, settings.context, model), epochs }
  },
  async fromState({ tensors }, given, size) {
    const settings = given as WindowSettings
    return new WindowSymbols(size, settings.context, windowNetwork(size, settings, 0, tensors))
  },
}

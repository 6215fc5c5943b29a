import { defined } from '../../../base/defined.ts'
import { type FieldsOf, number, whole } from '../../../base/options/fields.ts'
import type { Cell } from '../../../models/blocks/recurrent_stack.ts'
import type { SymbolKind } from '../kind.ts'
import { type RecurrentSettings, trainedNetwork } from './recurrent_network.ts'
import { RecurrentSymbols } from './recurrent_symbols.ts'
import { spreadMemory } from './spread_memory.ts'
import { trainSymbols } from './train.ts'

/** Options of a recurrent sequence model. */
export interface RecurrentSymbolOptions {
  /** Number of units of a layer; default 256. */
  hiddenSize?: number
  /** Number of layers; default 1. */
  layers?: number
  /** Length of the vector of a symbol; default 64. */
  embeddingSize?: number
  /** Share of values that training drops after each layer; default 0.1. */
  dropout?: number
  /** Number of steps that gradients flow through; the state flows through all. Default 64. */
  truncate?: number
}

const fields: FieldsOf<RecurrentSymbolOptions> = {
  hiddenSize: whole({ min: 1, default: 256, help: 'number of units of a layer' }),
  layers: whole({ min: 1, default: 1, help: 'number of layers' }),
  embeddingSize: whole({ min: 1, default: 64, help: 'length of the vector of a symbol' }),
  dropout: number({ min: 0, below: 1, default: 0.1, help: 'share of values that training drops after each layer' }),
  truncate: whole({ min: 1, default: 64, help: 'number of steps that gradients flow through' }),
}

/** With rows of more steps than this, a row of a long sequence starts anew, so that epochs see the rows in new orders. */
const longestRow = 4096

export function recurrentSymbolKind(cell: Cell, summary: string): SymbolKind {
  return {
    name: cell,
    summary,
    options: fields,
    async learn(data, given, training) {
      const { truncate, ...sizes } = given as Required<RecurrentSymbolOptions>
      const settings: RecurrentSettings = { cell, ...sizes }
      const { seed } = training
      const network = {
        make: () => {
          const model = trainedNetwork(data.size, settings, seed)
          spreadMemory(model, cell, truncate, seed)
          return model
        },
        ...{ positions: false, longest: longestRow, truncate, learningRate: 3e-3 },
      }
      const { model, epochs } = await trainSymbols(data, network, training)
      using trained = model
      return { learned: new RecurrentSymbols(data.size, settings, trained.parameters), epochs }
    },
    async fromState({ tensors }, given, size) {
      const { truncate: _, ...sizes } = given as Required<RecurrentSymbolOptions>
      return new RecurrentSymbols(size, { cell, ...defined(sizes) } as RecurrentSettings, tensors)
    },
  }
}

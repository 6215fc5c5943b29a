import type { SymbolKind } from '../kind.ts'
import { gruSymbolKind } from './gru.ts'
import { lstmSymbolKind } from './lstm.ts'
import { markovKind } from './markov.ts'
import { nGramKind } from './n_gram.ts'
import { transformerSymbolKind } from './transformer.ts'

export type { RecurrentSymbolOptions } from '../network/recurrent_kind.ts'
export type { MarkovOptions } from './markov.ts'
export type { NGramOptions } from './n_gram.ts'
export type { TransformerSymbolOptions } from './transformer.ts'

/** All kinds of sequence models. The first one is the default. */
export const symbolKinds: readonly SymbolKind[] = [
  gruSymbolKind,
  lstmSymbolKind,
  transformerSymbolKind,
  nGramKind,
  markovKind,
]

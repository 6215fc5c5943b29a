import { recurrentSymbolKind } from '../network/recurrent_kind.ts'

/** Gated recurrent units: Cho et al. 2014. */
export const gruSymbolKind = recurrentSymbolKind('gru', 'a network of gated recurrent units')

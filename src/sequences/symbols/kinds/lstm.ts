import { recurrentSymbolKind } from '../network/recurrent_kind.ts'

/** Long short-term memory: Hochreiter and Schmidhuber 1997. */
export const lstmSymbolKind = recurrentSymbolKind('lstm', 'a network of long short-term memory')

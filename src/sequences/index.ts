export type { CallOptions } from '../base/abort.ts'
export { AbortError, type ErrorCode, GatecastError } from '../base/error.ts'
export type { PackedSequences } from './data/packed.ts'
export type { SequenceOf, SequenceSymbol, SequencesOf, SymbolForm } from './symbols/data/symbol_form.ts'
export type { SampleOptions } from './symbols/draw.ts'
export type {
  MarkovOptions,
  NGramOptions,
  RecurrentSymbolOptions,
  TransformerSymbolOptions,
} from './symbols/kinds/index.ts'
export { loadSequenceModel, sequenceModel } from './symbols/make_sequence_model.ts'
export type { CommonSymbolOptions, SequenceModelOptions } from './symbols/options.ts'
export type {
  SymbolEpoch,
  SymbolFitOptions,
  SymbolFitReport,
  SymbolTrainingOptions,
} from './symbols/results/fit_results.ts'
export type { NextSymbols, SymbolProbability } from './symbols/results/next_symbols.ts'
export type { DrawnSequence, LogProbability, Unusualness } from './symbols/results/results.ts'
export type { SequenceModel } from './symbols/sequence_model.ts'
export type { StreamStep, SymbolStream } from './symbols/symbol_stream.ts'

export { type CpuInfo, cpuInfo, type Precision } from '../addon/index.ts'
export type { CallOptions } from '../base/abort.ts'
export { AbortError, type ErrorCode, GatecastError } from '../base/error.ts'
export { type Activation, activation, activationBackward, activationSync } from './activation.ts'
export {
  type AttentionArrays,
  type AttentionOptions,
  type AttentionResults,
  attentionBackward,
  attentionForward,
  attentionForwardSync,
} from './attention.ts'
export { type GruArrays, type GruOptions, gruBackward, gruForward, gruForwardSync } from './gru.ts'
export type { BackwardOptions, OutOption, OutOptions, ProductOptions } from './kernel_options.ts'
export {
  type LayerNormArrays,
  type LayerNormOptions,
  layerNorm,
  layerNormBackward,
  layerNormSync,
} from './layer_norm.ts'
export {
  type LstmArrays,
  type LstmOptions,
  type LstmResults,
  lstmBackward,
  lstmForward,
  lstmForwardSync,
} from './lstm.ts'
export { type MatmulOptions, matmul, matmulSync } from './matmul.ts'
export { type RnnArrays, type RnnOptions, rnnBackward, rnnForward, rnnForwardSync } from './rnn.ts'
export type { BackwardPass, ForwardPass, SyncPass } from './run/passes.ts'
export type { RecurrentArrays, RecurrentOptions, RecurrentResults } from './run/recurrent_task.ts'
export type { Gradients } from './run/run_task.ts'
export type { Saved } from './run/saved.ts'
export { type RowOptions, softmax, softmaxBackward, softmaxSync } from './softmax.ts'

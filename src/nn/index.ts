export type { DataType, Dim, Precision } from '../addon/index.ts'
export type { CallOptions } from '../base/abort.ts'
export { AbortError, type ErrorCode, GatecastError } from '../base/error.ts'
export { type MultiHeadAttentionOptions, multiHeadAttention } from './blocks/multi_head_attention.ts'
export { type PositionalEncodingOptions, positionalEncoding, rotary } from './blocks/positional_encoding.ts'
export { type TransformerDecoderOptions, transformerDecoder } from './blocks/transformer_decoder.ts'
export { type TransformerEncoderOptions, transformerEncoder } from './blocks/transformer_encoder.ts'
export type { TransformerOptions } from './blocks/transformer_layer.ts'
export { fromKeras } from './elsewhere/keras.ts'
export type { WeightsPaths, WeightsTarget } from './elsewhere/source.ts'
export { fromTorch } from './elsewhere/torch.ts'
export { Gru, type GruLayerOptions } from './layers/gru.ts'
export type {
  LayerForwardOptions,
  LayerGradients,
  LayerOptions,
  LayerOutputGradients,
  LayerPredictOptions,
  LayerResult,
  LayerState,
  LayerValues,
} from './layers/layer_types.ts'
export { Lstm, type LstmLayerOptions } from './layers/lstm.ts'
export { Rnn, type RnnLayerOptions } from './layers/rnn.ts'
export { Model } from './model.ts'
export type { Data, ModelConfig, RunOptions } from './model_config.ts'
export type { ModelStream } from './model_stream.ts'
export { type AttentionOptions, attention } from './ops/attention.ts'
export { type Conv1dOptions, conv1d } from './ops/conv1d.ts'
export {
  add,
  type Binary,
  divide,
  exp,
  gelu,
  log,
  multiply,
  type Operand,
  relu,
  sigmoid,
  silu,
  softplus,
  subtract,
  tanh,
  type Unary,
} from './ops/elementwise.ts'
export { embedding, type LinearOptions, linear, matmul } from './ops/linear.ts'
export {
  crossEntropy,
  gaussian,
  huber,
  type Loss,
  type LossOptions,
  mae,
  mse,
  negativeBinomial,
  quantile,
  studentT,
} from './ops/losses.ts'
export { dropout, layerNorm, softmax } from './ops/normalising.ts'
export {
  type GruOptions,
  gru,
  type LstmOptions,
  type LstmValues,
  lstm,
  type RecurrentOptions,
  type RecurrentValues,
  type RecurrentWeights,
  type RnnOptions,
  rnn,
} from './ops/recurrent.ts'
export { type SLstmOptions, type SLstmState, type SLstmValues, sLstm } from './ops/s_lstm.ts'
export { type MinGruOptions, minGru, scan } from './ops/scan.ts'
export { concat, last, mean, patch, type ReduceOptions, repeat, reshape, slice, sum, transpose } from './ops/shape.ts'
export { type SmoothingInputs, smoothing } from './ops/smoothing.ts'
export { sumOfLosses } from './ops/sum_of_losses.ts'
export { type RawTensor, readSafetensors, type Safetensors } from './storage/safetensors.ts'
export { writeSafetensors } from './storage/write_safetensors.ts'
export type { EpochSummary, FitOptions, History, Progress, StepProgress } from './training/fit_options.ts'
export type { GradientOptions, Gradients } from './training/gradients.ts'
export {
  type AdamOptions,
  adam,
  adamW,
  type Optimizer,
  type RmsPropOptions,
  rmsProp,
  type SgdOptions,
  sgd,
} from './training/optimizers.ts'
export {
  constantRate,
  cosineDecay,
  exponentialDecay,
  oneCycle,
  type Schedule,
  stepDecay,
} from './training/schedules.ts'
export type { Initial } from './values/initial_weights.ts'
export { constant, input, parameter } from './values/leaf_values.ts'
export type { Shape } from './values/shape_types.ts'
export { type ArrayLike, type Nested, type Tensor, type Tensors, tensor } from './values/tensor.ts'
export type { AnyValue, Value } from './values/value.ts'

export type { RecurrentOptions } from './blocks/encoder.ts'
export { weightsOf } from './blocks/variable_selection.ts'
export {
  type CategoryColumn,
  type Columns,
  type Covariates,
  cyclePlace,
  ownCyclePlace,
  target,
  weights,
} from './blocks/window_inputs.ts'
export { type CycleOptions, cycleNetwork } from './families/cycle.ts'
export { type DLinearOptions, dLinearNetwork } from './families/d_linear.ts'
export { type DenseEncoderOptions, denseEncoder } from './families/dense_encoder.ts'
export { type DilatedRnnOptions, dilatedRnnNetwork } from './families/dilated_rnn.ts'
export { encoderDecoder } from './families/encoder_decoder.ts'
export { esRnnNetwork } from './families/es_rnn.ts'
export {
  type HierarchicalInterpolationOptions,
  hierarchicalInterpolation,
} from './families/hierarchical_interpolation.ts'
export { type InvertedTransformerOptions, invertedTransformer } from './families/inverted_transformer.ts'
export { multiQuantile } from './families/multi_quantile.ts'
export { nLinearNetwork } from './families/n_linear.ts'
export { type PatchLstmOptions, patchLstmNetwork } from './families/patch_lstm.ts'
export { type PatchTransformerOptions, patchTransformer } from './families/patch_transformer.ts'
export { recursive } from './families/recursive.ts'
export { type SegmentRnnOptions, segmentRnn } from './families/segment_rnn.ts'
export { sparseNetwork } from './families/sparse.ts'
export { type TemporalFusionOptions, temporalFusion } from './families/temporal_fusion.ts'
export { type TsMixerOptions, tsMixer } from './families/ts_mixer.ts'
export { type XLstmMixerOptions, xLstmMixerNetwork } from './families/x_lstm_mixer.ts'
export type { Cycle, Network, NetworkFamily, NetworkSpec } from './network.ts'
export { distributionOf, outputFrom, outputSchema } from './output.ts'
export * from './outputs/index.ts'
export { anyScaling, type Distribution, isScaled, type Readout } from './outputs/shared/distribution.ts'
export { countQuantile, gammaQuantile, normalQuantile } from './outputs/shared/quantile_functions.ts'

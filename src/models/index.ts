export type { RecurrentOptions } from './blocks/encoder.ts'
export {
  type CategoryColumn,
  type Columns,
  type Covariates,
  cyclePlace,
  ownCyclePlace,
  target,
} from './blocks/window_inputs.ts'
export { type CycleOptions, cycleNetwork } from './families/cycle.ts'
export { type DLinearOptions, dLinearNetwork } from './families/d_linear.ts'
export { encoderDecoder } from './families/encoder_decoder.ts'
export { multiQuantile } from './families/multi_quantile.ts'
export { nLinearNetwork } from './families/n_linear.ts'
export { recursive } from './families/recursive.ts'
export { sparseNetwork } from './families/sparse.ts'
export type { Cycle, Network, NetworkFamily, NetworkSpec } from './network.ts'
export { distributionOf, outputFrom, outputSchema } from './output.ts'
export * from './outputs/index.ts'
export { anyScaling, type Distribution, isScaled, type Readout } from './outputs/shared/distribution.ts'
export { normalQuantile } from './outputs/shared/quantile_functions.ts'

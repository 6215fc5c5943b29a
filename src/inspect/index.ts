export type { CallOptions } from '../base/abort.ts'
export { AbortError, type ErrorCode, GatecastError } from '../base/error.ts'
export type { FeatureAttribution, ForecastAttributions } from './attribution/forecast_attributions.ts'
export {
  type AttributionOptions,
  type Attributions,
  integratedGradients,
  type ModelAttributionOptions,
} from './attribution/integrated_gradients.ts'
export {
  type CovariateImportance,
  type Importance,
  type ImportanceOptions,
  permutationImportance,
} from './attribution/permutation_importance.ts'
export { type ExplainOptions, explain } from './explain/explain.ts'
export type { Driver, Explanation, ExplanationParts } from './explain/explanation.ts'
export type { Saturation } from './network/gates/saturation.ts'
export { type Inspection, type InspectOptions, inspect } from './network/inspect.ts'
export { type VariableWeights, variableWeights } from './network/variable_weights.ts'
export type { NamedArray } from './subject/named_array.ts'
export type { Network } from './subject/subject.ts'
export { type Summary, summary } from './summary/summary.ts'
export type { LayerSummary, SummaryParts } from './summary/summary_parts.ts'

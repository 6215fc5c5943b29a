import { constant, slice, type Value } from '../../nn/index.ts'
import type { Network, NetworkSpec } from '../network.ts'
import { directHead, directTarget } from './direct_head.ts'
import type { Masked } from './seasonal.ts'
import { join, type Row, type Sequence } from './sequence.ts'
import { WindowInputs } from './window_inputs.ts'

/** Everything that a direct network reads of a window. */
export interface DirectWindow {
  readonly inputs: WindowInputs
  /** The target over the context, in the scale of the window. */
  readonly past: Masked
  /** Covariates over the context. */
  readonly beside: readonly Sequence[]
  /** What is known of each step of the horizon: further lags with their masks, and known covariates. */
  readonly future: readonly Sequence[]
  /** Static covariates. */
  readonly fixed: readonly Row[]
}

/** Makes the inputs of a direct network. */
export function directWindow({ context, horizon, covariates, lags, together }: NetworkSpec): DirectWindow {
  const inputs = new WindowInputs(together)
  const past = inputs.target('past', [-context, 0], context)
  const beside = [
    ...inputs.covariates('pastKnown', covariates.known, [-context, 0], context),
    ...inputs.covariates('pastObserved', covariates.observed, [-context, 0], context),
  ]
  const future = [
    ...lags.flatMap((lag) => {
      const { values, mask } = inputs.target(`lag${lag}`, [-lag, horizon - lag], horizon)
      return [values, mask]
    }),
    ...inputs.covariates('futureKnown', covariates.known, [0, horizon], horizon),
  ]
  return { inputs, past, beside, future, fixed: inputs.static(covariates.static) }
}

/**
 * The distributions of the horizon from two numbers for each step, `[batch, horizon, 2]`: the forecast in the scale of
 * the window, and a feature from which the rest of the distribution follows. What is known of a step corrects its
 * forecast linearly, with the same weights at every step.
 */
export function directSteps(spec: NetworkSpec, { inputs, future }: DirectWindow, numbers: Sequence): Network {
  return directHead(inputs, spec, directTarget(inputs, spec), {
    features: join([slice(numbers, { axis: 2, start: 1 }), ...future]),
    base: slice(numbers, { axis: 2, end: 1 }),
    unit: constant([1, 1, 1], [1]) as Value,
  })
}

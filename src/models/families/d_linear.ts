import { add, constant, linear, mean, patch, repeat, reshape, slice, subtract, type Value } from '../../nn/index.ts'
import { directHead, directTarget } from '../blocks/direct_head.ts'
import type { Masked } from '../blocks/seasonal.ts'
import { everyStep, inTurn, join, type Row, type Sequence, widthOf } from '../blocks/sequence.ts'
import { WindowInputs } from '../blocks/window_inputs.ts'
import type { Network, NetworkFamily, NetworkSpec } from '../network.ts'

/** Options of {@link dLinearNetwork}. */
export interface DLinearOptions {
  /** Steps of the moving average, odd. */
  readonly kernel: number
}

/**
 * A moving average splits the context into trend and remainder. Each has a linear map of its own to the horizon, and the
 * forecast is their sum.
 *
 * Source: Zeng, Chen, Zhang, Xu 2023, "Are Transformers effective for time series forecasting?", DLinear; the ends of the
 * context are repeated, as there, so that the trend has a value at every step.
 */
export const dLinearNetwork: NetworkFamily<DLinearOptions> = (spec, { kernel }) =>
  linearNetwork(spec, ({ values, mask }) => {
    const trend = movingAverage(values, kernel)
    return { read: [trend, subtract(values, trend) as Sequence, mask].map((part) => toHorizon(part, spec.horizon, 2)) }
  })

/** What a linear network makes of the context. */
export interface LinearParts {
  /** Two numbers for each step of the horizon: the forecast, and a feature from which the distribution follows. */
  readonly read: readonly Sequence[]
  /** `[batch, horizon, 1]`: what the forecast is added to. */
  readonly ahead?: Sequence
}

/**
 * A network of linear maps from the context to the horizon. Covariates and further lags correct the forecast of each
 * step linearly too.
 */
export function linearNetwork(spec: NetworkSpec, parts: (past: Masked, inputs: WindowInputs) => LinearParts): Network {
  const { context, horizon, covariates } = spec
  const inputs = new WindowInputs()
  const past = inputs.target('past', [-context, 0], context)
  const before = [
    ...inputs.covariates('pastKnown', covariates.known, [-context, 0], context),
    ...inputs.covariates('pastObserved', covariates.observed, [-context, 0], context),
  ]
  const beside = [
    ...spec.lags.flatMap((lag) => {
      const { values, mask } = inputs.target(`lag${lag}`, [-lag, horizon - lag], horizon)
      return [values, mask]
    }),
    ...inputs.covariates('futureKnown', covariates.known, [0, horizon], horizon),
    ...inputs.static(covariates.static).map((row) => everyStep(row, horizon)),
  ]
  const { read, ahead } = parts(past, inputs)
  const sum = read.reduce((all, map) => add(all, map) as Sequence)
  const features = join([slice(sum, { axis: 2, start: 1 }), ...before.map((x) => toHorizon(x, horizon, 1)), ...beside])
  const forecast = slice(sum, { axis: 2, end: 1 })
  const base = ahead ? (add(forecast, ahead) as Sequence) : forecast
  return directHead(inputs, spec, directTarget(inputs, spec), {
    features,
    base,
    unit: constant([1, 1, 1], [1]) as Value,
  })
}

/** A linear map from all steps of a sequence to some numbers for each step of the horizon. */
export function toHorizon(x: Sequence, horizon: number, numbers: number): Sequence {
  const flat = reshape(x, ['batch', Number(x.shape[1]) * widthOf(x)]) as Row
  return reshape(linear(flat, horizon * numbers), ['batch', horizon, numbers])
}

function movingAverage(x: Sequence, kernel: number): Sequence {
  const times = (kernel - 1) / 2
  if (times === 0) return x
  const [first, last] = [slice(x, { axis: 1, end: 1 }), slice(x, { axis: 1, start: -1 })]
  const padded = inTurn([repeat(first, { axis: 1, times }), x, repeat(last, { axis: 1, times })] as Sequence[])
  const windows = patch(padded as Value<['batch', number, number]>, { size: kernel, stride: 1 })
  return mean(windows, { axes: [2], keep: true }) as Sequence
}

import { constant, type Value } from '../../nn/index.ts'
import type { RecurrentOptions } from '../blocks/encoder.ts'
import { recurrent } from '../blocks/recurrent_stack.ts'
import { blend, type Masked } from '../blocks/seasonal.ts'
import { everyStep, join, type Sequence } from '../blocks/sequence.ts'
import { WindowInputs } from '../blocks/window_inputs.ts'
import type { NetworkFamily } from '../network.ts'
import { distributionOf } from '../output.ts'
import { isScaled } from '../outputs/shared/distribution.ts'

/**
 * Predicts step by step. At each step the network reads the previous value and the values at lags, with their masks,
 * and the covariates, and predicts the distribution of the step. After the origin it reads values that were drawn from
 * its own distributions. It learns from all steps of a window, also those of the context.
 *
 * The network reads an observed covariate one horizon late, because then its value is known at every step.
 *
 * Source: DeepAR (Salinas et al. 2020), whose scaling by the mean is `scaling: 'mean'`. Different from the paper, the
 * output corrects a blend of the lagged values.
 */
export const recursive: NetworkFamily<RecurrentOptions> = (spec, options) => {
  const { context, horizon, covariates, output } = spec
  const inputs = new WindowInputs()
  const rows = (lag: number): [number, number] => [-context - lag, horizon - lag]
  const lags: Masked[] = [1, ...spec.lags].map((lag) => inputs.target(`lag${lag}`, rows(lag), 'time'))
  const suggestions = join(lags.map(({ values }) => values))

  const x = join([
    suggestions,
    ...lags.map(({ mask }) => mask),
    ...inputs.covariates('known', covariates.known, rows(0), 'time'),
    ...inputs.covariates('observed', covariates.observed, rows(horizon), 'time'),
    ...inputs.static(covariates.static).map((row) => everyStep(row, 'time')),
  ])
  const features: Sequence = join([recurrent(x, options).output, x])

  const distribution = distributionOf(output)
  const scaled = isScaled(distribution)
  const { values: target, ...counts } = inputs.wanted(rows(0), 'time', { scaled, weighted: spec.weighted })
  const { outputs, loss } = distribution.head(output, {
    features,
    base: blend(suggestions, features, { positions: false }),
    unit: constant([1, 1, 1], [1]) as Value,
    scale: scaled ? null : inputs.scale(),
    target,
    ...counts,
  })
  return { inputs: inputs.values, sources: inputs.sources, outputs, loss }
}

import { constant, type Value } from '../nn/index.ts'
import { recurrent } from './cells.ts'
import { head } from './heads.ts'
import type { Network, NetworkSpec } from './network.ts'
import { blend, type Masked } from './seasonal.ts'
import { everyStep, join, type Sequence } from './sequence.ts'
import { WindowInputs } from './window_inputs.ts'

/**
 * One step after another. At each step the network reads the value before and those at some lags, with their masks, and
 * the covariates, and puts out the distribution of the step; beyond the origin it reads what was drawn from its own
 * distributions. It learns from all steps of a window, those of the context included.
 *
 * An observed covariate is read where it is a horizon old: it is known there at every step.
 *
 * Source: DeepAR (Salinas et al. 2020), whose scaling by the mean is `scaling: 'mean'`; what the network puts out
 * corrects a blend of the lagged values.
 */
export function recursiveNetwork(spec: NetworkSpec): Network {
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
  const features: Sequence = join([recurrent(x, spec).output, x])

  const isCount = output.kind === 'negativeBinomial'
  const wanted = inputs.target('target', rows(0), 'time', !isCount)
  const { outputs, loss } = head(output, {
    features,
    base: blend(suggestions, features, { positions: false }),
    unit: constant([1, 1, 1], [1]) as Value,
    scale: isCount ? inputs.scale() : null,
    target: wanted.values,
    mask: wanted.mask,
  })
  return { inputs: inputs.values, sources: inputs.sources, outputs, loss }
}

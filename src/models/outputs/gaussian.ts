import { add, gaussian as gaussianLoss, linear, multiply, softplus } from '../../nn/index.ts'
import type { Sequence } from '../blocks/sequence.ts'
import { anyLevels, anyScaling, type Distribution, readParameters } from './shared/distribution.ts'
import { corrected, counting, one } from './shared/head.ts'
import { leastScale } from './shared/least_scale.ts'
import { normalQuantile } from './shared/quantile_functions.ts'

/** A normal distribution for each step. */
export interface GaussianOutput {
  /** The name of the distribution. */
  readonly kind: 'gaussian'
}

/**
 * A normal distribution for each step.
 *
 * @returns an output for the option `output` of a network
 * @see Nix and Weigend 1994, "Estimating the mean and variance of the target probability distribution"
 * @example
 * const model = gru({ horizon: 28, output: gaussian() })
 */
export const gaussian = (): GaussianOutput => ({ kind: 'gaussian' })

export const gaussianOutput: Distribution<GaussianOutput> = {
  kind: 'gaussian',
  summary: 'a normal distribution for each step',
  options: {},
  make: gaussian,
  scalings: anyScaling,
  units: { location: 'place', scale: 'size' },
  sampler: { likelihood: 'gaussian', outputs: ['location', 'scale'] },

  head(_, inputs) {
    const { features, unit, target } = inputs
    const raw = linear(features, 2) as Sequence
    const location = corrected(inputs, one(raw, 0))
    const scale = multiply(add(softplus(one(raw, 1)), leastScale), unit) as Sequence
    return { outputs: { location, scale }, loss: gaussianLoss(location, scale, target, counting(inputs)) }
  },

  levels: anyLevels,
  read: readParameters('location', ({ scale: { data: scale } }) => (level) => {
    const standard = normalQuantile(level)
    return (location, place) => location + scale[place] * standard
  }),
  canStretch: () => true,
}

import { add, negativeBinomial as countLoss, linear, multiply, reshape, softplus } from '../../nn/index.ts'
import type { Sequence } from '../blocks/sequence.ts'
import { anyLevels, type Distribution, readParameters, unshifted } from './shared/distribution.ts'
import { corrected, one } from './shared/head.ts'
import { countQuantile } from './shared/quantile_functions.ts'

/** A negative binomial distribution for each step. */
export interface NegativeBinomialOutput {
  /** The name of the distribution. */
  readonly kind: 'negativeBinomial'
}

/**
 * A distribution of counts with mean m and variance m + a m^2, for sales and other events, also with many zeros. The
 * target must be 0 or more.
 *
 * @returns an output for the option `output` of a network
 * @see Salinas, Flunkert, Gasthaus, Januschowski 2020, "DeepAR", section 3.1
 * @example
 * const model = gru({ horizon: 28, output: negativeBinomial() })
 */
export const negativeBinomial = (): NegativeBinomialOutput => ({ kind: 'negativeBinomial' })

/** Means and dispersions stay above this value, because the loss takes their logarithms. */
const least = 1e-4

export const negativeBinomialOutput: Distribution<NegativeBinomialOutput> = {
  kind: 'negativeBinomial',
  summary: 'counts whose variance grows faster than their mean; the target is 0 or more',
  options: {},
  make: negativeBinomial,
  scalings: unshifted,
  least: 0,
  units: { mean: 'same', dispersion: 'same' },
  sampler: { likelihood: 'negativeBinomial', outputs: ['mean', 'dispersion'] },

  // Counts are scaled by their mean and never shifted. So the base is 0 or more, where softplus changes it little.
  head(_, inputs) {
    const { features, scale, target, mask } = inputs
    const raw = linear(features, 2) as Sequence
    const level = add(softplus(corrected(inputs, one(raw, 0))), least)
    const mean = scale ? (multiply(level, reshape(scale, ['batch', 1, 1])) as Sequence) : (level as Sequence)
    const dispersion = add(softplus(one(raw, 1)), least) as Sequence
    return { outputs: { mean, dispersion }, loss: countLoss(mean, dispersion, target, { mask }) }
  },

  levels: anyLevels,
  read: readParameters('mean', ({ dispersion: { data } }) => (level) => (mean, place) => {
    return countQuantile(level, mean, data[place])
  }),
  // Quantiles of counts are whole numbers, 0 or more. A factor would break that.
  canStretch: () => false,
}

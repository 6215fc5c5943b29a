import { add, linear, log, mae, multiply, reshape, softplus, subtract } from '../../nn/index.ts'
import type { Sequence } from '../blocks/sequence.ts'
import { anyLevels, type Distribution, readParameters, unshifted } from './shared/distribution.ts'
import { corrected } from './shared/head.ts'
import { countQuantile } from './shared/quantile_functions.ts'

/** A Poisson distribution for each step. */
export interface PoissonOutput {
  /** The name of the distribution. */
  readonly kind: 'poisson'
}

/**
 * Counts whose variance is their mean: events that happen independently of each other. The target is 0 or more.
 *
 * @returns an output for the option `output` of a network
 * @see Poisson regression: Nelder and Wedderburn 1972, "Generalized linear models"
 * @example
 * const model = gru({ horizon: 28, output: poisson() })
 */
export const poisson = (): PoissonOutput => ({ kind: 'poisson' })

/** Means stay above this: the loss takes their logarithm. */
const least = 1e-4

/** Makes y log y 0 for a count of 0, and is lost beside any other. */
const tiny = 1e-30

/** A negative binomial distribution with so little dispersion is a Poisson distribution to nine digits. */
const none = 1e-9

export const poissonOutput: Distribution<PoissonOutput> = {
  kind: 'poisson',
  summary: 'counts whose variance is their mean; the target is 0 or more',
  options: {},
  make: poisson,
  scalings: unshifted,
  least: 0,
  units: { mean: 'same', dispersion: 'same' },
  // Without dispersion, the sampler of the negative binomial distribution draws Poisson counts.
  sampler: { likelihood: 'negativeBinomial', outputs: ['mean', 'dispersion'] },

  //   loss = m - y + y log(y / m), half of the deviance: 0 or more, and smallest at m = y. Its mean absolute value is its mean.
  head(_, inputs) {
    const { features, scale, target, mask } = inputs
    const level = add(softplus(corrected(inputs, linear(features, 1) as Sequence)), least)
    const mean = (scale ? multiply(level, reshape(scale, ['batch', 1, 1])) : level) as Sequence
    const surprise = multiply(target, subtract(log(add(target, tiny)), log(mean)))
    const deviance = add(subtract(mean, target), surprise) as Sequence
    const loss = mae(deviance, multiply(target, 0) as Sequence, { mask })
    return { outputs: { mean, dispersion: multiply(mean, 0) as Sequence }, loss }
  },

  levels: anyLevels,
  read: readParameters('mean', () => (level) => (mean) => countQuantile(level, mean, none)),
  // Quantiles of counts are whole numbers from 0 on.
  canStretch: () => false,
}

import { add, linear, log, mae, multiply, subtract } from '../../nn/index.ts'
import type { Sequence } from '../blocks/sequence.ts'
import { countFacts, countMean } from './shared/counts.ts'
import { type Distribution, readParameters } from './shared/distribution.ts'
import { counting } from './shared/head.ts'
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

/** Makes y log y 0 for a count of 0, and is lost beside any other. */
const tiny = 1e-30

/** A negative binomial distribution with so little dispersion is a Poisson distribution to nine digits. */
const none = 1e-9

export const poissonOutput: Distribution<PoissonOutput> = {
  // Without dispersion, the sampler of the negative binomial distribution draws Poisson counts.
  ...countFacts,
  kind: 'poisson',
  summary: 'counts whose variance is their mean; the target is 0 or more',
  options: {},
  make: poisson,

  //   loss = m - y + y log(y / m), half of the deviance: 0 or more, and smallest at m = y. Its mean absolute value is its mean.
  head(_, inputs) {
    const { features, target } = inputs
    const mean = countMean(inputs, linear(features, 1) as Sequence)
    const surprise = multiply(target, subtract(log(add(target, tiny)), log(mean)))
    const deviance = add(subtract(mean, target), surprise) as Sequence
    const loss = mae(deviance, multiply(target, 0) as Sequence, counting(inputs))
    return { outputs: { mean, dispersion: multiply(mean, 0) as Sequence }, loss }
  },

  read: readParameters('mean', () => (level) => (mean) => countQuantile(level, mean, none)),
}

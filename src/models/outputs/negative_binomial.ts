import { negativeBinomial as countLoss, linear } from '../../nn/index.ts'
import type { Sequence } from '../blocks/sequence.ts'
import { countFacts, countMean, positive } from './shared/counts.ts'
import { type Distribution, readParameters } from './shared/distribution.ts'
import { counting, one } from './shared/head.ts'
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

export const negativeBinomialOutput: Distribution<NegativeBinomialOutput> = {
  ...countFacts,
  kind: 'negativeBinomial',
  summary: 'counts whose variance grows faster than their mean; the target is 0 or more',
  options: {},
  make: negativeBinomial,

  head(_, inputs) {
    const raw = linear(inputs.features, 2) as Sequence
    const mean = countMean(inputs, one(raw, 0))
    const dispersion = positive(one(raw, 1))
    const loss = countLoss(mean, dispersion, inputs.target, counting(inputs))
    return { outputs: { mean, dispersion }, loss }
  },

  read: readParameters('mean', ({ dispersion: { data } }) => (level) => (mean, place) => {
    return countQuantile(level, mean, data[place])
  }),
}

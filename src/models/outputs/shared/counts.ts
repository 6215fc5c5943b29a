import { add, multiply, reshape, softplus, type Value } from '../../../nn/index.ts'
import type { Sequence } from '../../blocks/sequence.ts'
import { anyLevels, type Distribution, unshifted } from './distribution.ts'
import { corrected, type HeadInputs } from './head.ts'

/** The facts that hold for each distribution of counts with outputs `mean` and `dispersion`. */
export const countFacts = {
  scalings: unshifted,
  least: 0,
  units: { mean: 'same', dispersion: 'same' },
  sampler: { likelihood: 'negativeBinomial', outputs: ['mean', 'dispersion'] },
  levels: anyLevels,
  // Quantiles of counts are whole numbers, 0 or more. A factor would break that.
  canStretch: () => false,
} satisfies Partial<Distribution>

/** A value above 0, for parameters whose logarithm the loss takes. */
export const positive = (x: Value): Sequence => add(softplus(x), 1e-4) as Sequence

/**
 * The mean of a count in units of the target. Counts are scaled by their mean and never shifted. So the first guess is
 * 0 or more, where softplus changes it little.
 */
export function countMean(inputs: HeadInputs, correction: Sequence): Sequence {
  const level = positive(corrected(inputs, correction))
  return inputs.scale ? (multiply(level, reshape(inputs.scale, ['batch', 1, 1])) as Sequence) : level
}

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

/** The steepness of {@link kept}. It adds 0.07 to 0, and less than 1e-5 to a guess from 1 on. */
const steepness = 10

/** A steep softplus: above 0, and almost the identity from 0.5 on. */
const kept = (x: Value): Value => multiply(softplus(multiply(x, steepness)), 1 / steepness)

/**
 * The mean of a count in units of the target. Counts are scaled by their mean and never shifted, so the first guess lies
 * around 1. A plain softplus makes 1.31 of 1: a network with few steps of training would forecast 30 % too much.
 */
export function countMean(inputs: HeadInputs, correction: Sequence): Sequence {
  const level = add(kept(corrected(inputs, correction)), 1e-4) as Sequence
  return inputs.scale ? (multiply(level, reshape(inputs.scale, ['batch', 1, 1])) as Sequence) : level
}

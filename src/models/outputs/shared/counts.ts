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

/** Keeps a value away from 0, as the loss takes its logarithm. */
const aboveZero = (x: Value): Sequence => add(x, 1e-4) as Sequence

/** A value above 0. */
export const positive = (x: Value): Sequence => aboveZero(softplus(x))

/** The steepness of a softplus that adds 0.07 to 0, and less than 1e-5 to a number from 1 on. */
const steepness = 10

/**
 * The mean of a count in units of the target. Counts are scaled by their mean and never shifted, so the first guess lies
 * around 1. A plain softplus makes 1.31 of 1: a network with few steps of training would forecast 30 % too much.
 */
export function countMean(inputs: HeadInputs, correction: Sequence): Sequence {
  const steep = softplus(multiply(corrected(inputs, correction), steepness))
  const level = aboveZero(multiply(steep, 1 / steepness))
  return inputs.scale ? (multiply(level, reshape(inputs.scale, [inputs.scale.shape[0], 1, 1])) as Sequence) : level
}

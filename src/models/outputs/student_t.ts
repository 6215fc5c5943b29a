import { add, linear, multiply, softplus, studentT as studentLoss } from '../../nn/index.ts'
import type { Sequence } from '../blocks/sequence.ts'
import { anyLevels, anyScaling, type Distribution, readParameters } from './shared/distribution.ts'
import { corrected, counting, one } from './shared/head.ts'
import { leastScale } from './shared/least_scale.ts'
import { studentQuantile } from './shared/quantile_functions.ts'

/** Student's t distribution for each step. */
export interface StudentTOutput {
  /** The name of the distribution. */
  readonly kind: 'studentT'
}

/**
 * Student's t distribution for each step. It resembles the normal distribution, but outliers have less weight in the
 * loss.
 *
 * @returns an output for the option `output` of a network
 * @see Lange, Little, Taylor 1989, "Robust statistical modeling using the t distribution"
 * @example
 * const model = gru({ horizon: 28, output: studentT() }) // the default output
 */
export const studentT = (): StudentTOutput => ({ kind: 'studentT' })

export const studentTOutput: Distribution<StudentTOutput> = {
  kind: 'studentT',
  summary: "Student's t distribution for each step, which tolerates outliers",
  options: {},
  make: studentT,
  scalings: anyScaling,
  units: { location: 'place', scale: 'size', degrees: 'same' },
  sampler: { likelihood: 'studentT', outputs: ['location', 'scale', 'degrees'] },

  head(_, inputs) {
    const { features, unit, target } = inputs
    const raw = linear(features, 3) as Sequence
    const location = corrected(inputs, one(raw, 0))
    const scale = multiply(add(softplus(one(raw, 1)), leastScale), unit) as Sequence
    // The variance is finite only for more than two degrees of freedom.
    const degrees = add(softplus(one(raw, 2)), 2) as Sequence
    return {
      outputs: { location, scale, degrees },
      loss: studentLoss(location, scale, degrees, target, counting(inputs)),
    }
  },

  levels: anyLevels,
  read: readParameters('location', ({ scale, degrees }) => (level) => (location, place) => {
    return location + scale.data[place] * studentQuantile(level, degrees.data[place])
  }),
  canStretch: () => true,
}

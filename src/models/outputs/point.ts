import { GatecastError } from '../../base/error.ts'
import { choice } from '../../base/options/fields.ts'
import { huber, linear, mae, mse } from '../../nn/index.ts'
import type { Sequence } from '../blocks/sequence.ts'
import { anyScaling, type Distribution } from './shared/distribution.ts'
import { corrected, counting } from './shared/head.ts'

const losses = { mae, mse, huber }

/** One number for each step. */
export interface PointOutput {
  /** The name of the distribution. */
  readonly kind: 'point'
  /** The loss that the network learns from. */
  readonly loss: 'mae' | 'mse' | 'huber'
}

/**
 * One number for each step, without intervals.
 *
 * @param loss - the loss of training: `'mae'` (default) leads to medians, `'mse'` to means, `'huber'` to values between
 * @returns an output for the option `output` of a network
 * @throws {GatecastError} `ERR_RANGE` for an unknown loss
 * @see Huber 1964 for the Huber loss, whose quadratic part ends at 1 in the scale of the window
 * @example
 * const model = conformal(gru({ horizon: 28, output: point('mse') }))
 */
export const point = (loss: PointOutput['loss'] = 'mae'): PointOutput => ({
  kind: 'point',
  loss: options.loss.check('loss', loss),
})

const options: Distribution<PointOutput>['options'] = {
  loss: choice({
    of: ['mae', 'mse', 'huber'],
    default: 'mae',
    help: 'loss of training: mae leads to medians, mse to means, huber to values between them',
  }),
}

export const pointOutput: Distribution<PointOutput> = {
  kind: 'point',
  summary: 'one number for each step, without intervals',
  options,
  make: ({ loss }) => point(loss),
  scalings: anyScaling,
  units: { prediction: 'place' },
  // A point has no randomness: all paths would be equal, so there is only one.
  sampler: { likelihood: 'point', outputs: ['prediction'] },

  head({ loss }, inputs) {
    const prediction = corrected(inputs, linear(inputs.features, 1) as Sequence)
    return { outputs: { prediction }, loss: losses[loss](prediction, inputs.target, counting(inputs)) }
  },

  levels(_, requested) {
    if (!requested?.length) return []
    throw new GatecastError(
      'ERR_RANGE',
      `Expected no quantiles for a network with output point(), got levels ${requested.join(', ')}. Use the output ` +
        'quantiles() or studentT(), or wrap the network: conformal(network)',
    )
  },

  read: (_, { prediction }) => ({ mean: Float64Array.from(prediction.data), quantiles: [] }),
  canStretch: () => false,
}

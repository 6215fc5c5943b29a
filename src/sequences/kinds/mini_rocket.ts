import { type FieldsOf, whole } from '../../base/options/fields.ts'
import type { SequenceKind } from '../classify/kind.ts'
import { RocketLearner } from '../rocket/learner.ts'

/** Options of kind `miniRocket`. */
export interface MiniRocketOptions {
  /**
   * Number of features, rounded down to a multiple of 84; default 10,000. With several channels, four transforms with a
   * quarter of the features each are fitted, and their scores averaged.
   */
  features?: number
}

const fields: FieldsOf<MiniRocketOptions> = {
  features: whole({ min: 84, max: 100_000, default: 10_000, help: 'number of features' }),
}

/**
 * MiniRocket: the shares of values of fixed convolutions that lie above limits, and a ridge regression of them in closed
 * form, whose penalty is chosen by leave-one-out.
 *
 * Source: Dempster, Schmidt and Webb 2021, "MiniRocket".
 */
export const miniRocketKind: SequenceKind = {
  ...{ name: 'miniRocket', summary: 'fixed convolutions and a ridge regression, in closed form', options: fields },
  make: (options) => new RocketLearner(options as never),
  fromState: (options, state) => new RocketLearner(options as never, state),
}

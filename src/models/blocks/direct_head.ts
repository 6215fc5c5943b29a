import type { Value } from '../../nn/index.ts'
import type { Network, NetworkSpec } from '../network.ts'
import { distributionOf } from '../output.ts'
import { isScaled } from '../outputs/shared/distribution.ts'
import { inUnits } from '../outputs/shared/head.ts'
import type { Sequence } from './sequence.ts'
import type { Wanted, WindowInputs } from './window_inputs.ts'

/** The values from which a direct network predicts the distributions of the horizon. */
export interface DirectFeatures {
  /** `[batch, horizon, features]` */
  features: Sequence
  /** `[batch, horizon, 1]`: the first guess of each step, in the scale of the window. */
  base: Sequence
  /** Size of a correction by 1, in the scale of the window; it broadcasts to `[batch, horizon, 1]`. */
  unit: Value
}

/** The values that a direct network learns to predict: the target over the horizon, with mask and weights. */
export const directTarget = (inputs: WindowInputs, { horizon, output, weighted }: NetworkSpec): Wanted =>
  inputs.wanted([0, horizon], horizon, { scaled: isScaled(distributionOf(output)), weighted })

/**
 * The last part of every direct network: the distributions of the whole horizon, in units of the target, and the loss.
 */
export function directHead(
  inputs: WindowInputs,
  { output }: NetworkSpec,
  { values: target, ...counts }: Wanted,
  given: DirectFeatures,
): Network {
  const distribution = distributionOf(output)
  const { values, sources } = inputs
  if (!isScaled(distribution)) {
    const scale = inputs.scale()
    return { inputs: values, sources, ...distribution.head(output, { ...given, ...counts, scale, target }) }
  }
  const { location, scale } = inputs.scaling()
  const { outputs, loss } = distribution.head(output, { ...given, ...counts, scale: null, target })
  return { inputs: values, sources, outputs: inUnits(distribution.units, outputs, location, scale), loss }
}

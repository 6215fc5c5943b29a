import type { Value } from '../../nn/index.ts'
import type { Network, NetworkSpec } from '../network.ts'
import { distributionOf } from '../output.ts'
import { isScaled } from '../outputs/shared/distribution.ts'
import { inUnits } from '../outputs/shared/head.ts'
import type { Masked } from './seasonal.ts'
import type { Sequence } from './sequence.ts'
import type { WindowInputs } from './window_inputs.ts'

/** The values from which a direct network predicts the distributions of the horizon. */
export interface DirectFeatures {
  /** `[batch, horizon, features]` */
  features: Sequence
  /** `[batch, horizon, 1]`: the first guess of each step, in the scale of the window. */
  base: Sequence
  /** Size of a correction by 1, in the scale of the window; it broadcasts to `[batch, horizon, 1]`. */
  unit: Value
}

/** The values that a direct network learns to predict: the target over the horizon, with its mask. */
export const directTarget = (inputs: WindowInputs, { horizon, output }: NetworkSpec): Masked =>
  inputs.target('target', [0, horizon], horizon, isScaled(distributionOf(output)))

/**
 * The last part of every direct network: the distributions of the whole horizon, in units of the target, and the loss.
 */
export function directHead(
  inputs: WindowInputs,
  { output }: NetworkSpec,
  { values: target, mask }: Masked,
  given: DirectFeatures,
): Network {
  const distribution = distributionOf(output)
  const { values, sources } = inputs
  if (!isScaled(distribution)) {
    const scale = inputs.scale()
    return { inputs: values, sources, ...distribution.head(output, { ...given, scale, target, mask }) }
  }
  const { location, scale } = inputs.scaling()
  const { outputs, loss } = distribution.head(output, { ...given, scale: null, target, mask })
  return { inputs: values, sources, outputs: inUnits(distribution.units, outputs, location, scale), loss }
}

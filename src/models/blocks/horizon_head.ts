import { constant, gelu, linear, reshape, type Value } from '../../nn/index.ts'
import type { Network, NetworkSpec } from '../network.ts'
import { directHead, directTarget } from './direct_head.ts'
import { everyStep, join, type Row, type Sequence } from './sequence.ts'
import type { WindowInputs } from './window_inputs.ts'

/** Numbers of a window, and of each of its steps, from which the distribution of a step follows. */
const numbers = { window: 8, step: 2 }
/** Units of the small layer in which everything that is known of a step acts together. */
const units = 16

/**
 * The last part of a network that has one vector for each series of a sample: a linear map gives the forecast of all
 * steps. The distribution of a step follows from a few more numbers, from further lags of the target, and from the known
 * and static covariates.
 *
 * @param state - one vector for each series
 * @param fixed - static covariates
 */
export function horizonHead(inputs: WindowInputs, spec: NetworkSpec, state: Row, fixed: readonly Row[]): Network {
  const { horizon, lags, covariates } = spec
  const [rows] = state.shape
  const base = reshape(linear(state, horizon), [rows, horizon, 1]) as Sequence
  const own = reshape(linear(linear(state, numbers.window), numbers.step * horizon), [rows, horizon, numbers.step])
  const beside = [
    ...lags.flatMap((lag) => {
      const { values, mask } = inputs.target(`lag${lag}`, [-lag, horizon - lag], horizon)
      return [values, mask]
    }),
    ...inputs.covariates('futureKnown', covariates.known, [0, horizon], horizon),
    ...fixed.map((row) => everyStep(row, horizon)),
  ]
  const all = join([own as Sequence, ...beside])
  const features = beside.length === 0 ? all : join([all, gelu(linear(all, units)) as Sequence])
  const unit = constant([1, 1, 1], [1]) as Value
  return directHead(inputs, spec, directTarget(inputs, spec), { features, base, unit })
}

import { add, constant, gelu, linear, parameter, reshape, type Value } from '../../nn/index.ts'
import type { Network, NetworkSpec } from '../network.ts'
import { directHead, directTarget } from './direct_head.ts'
import type { DirectWindow } from './direct_window.ts'
import { everyStep, join, type Row, type Sequence } from './sequence.ts'

/** Numbers of a window, and of each of its steps, from which the distribution of a step follows. */
const numbers = { window: 8, step: 2 }
/** Units of the small layer in which everything that is known of a step acts together. */
const units = 16

/**
 * The last part of a network that has one vector for each window: a linear map gives the forecast of all steps. The
 * distribution of a step follows from a few more numbers, from what is known of the step, and from the static
 * covariates; these correct the forecast as well.
 *
 * @param state - one vector for each window, or for each series if a sample has several
 */
export function horizonHead(spec: NetworkSpec, { inputs, future, fixed }: DirectWindow, state: Row): Network {
  const { horizon } = spec
  const [rows] = state.shape
  const base = reshape(linear(state, horizon, { name: 'forecast', weights: first(state, horizon) }), [
    rows,
    horizon,
    1,
  ]) as Sequence
  const few = linear(state, numbers.window, { name: 'few' })
  const own = reshape(linear(few, numbers.step * horizon, { name: 'steps' }), [rows, horizon, numbers.step])
  const beside = [...future, ...fixed.map((row) => everyStep(row, horizon))]
  const all = join([own as Sequence, ...beside])
  const features = beside.length === 0 ? all : join([all, gelu(linear(all, units, { name: 'known' })) as Sequence])
  const unit = constant([1, 1, 1], [1]) as Value
  return directHead(inputs, spec, directTarget(inputs, spec), { features, base, unit })
}

/** Weights that are 0 at first: a forecast leaves the location of the window only as far as the data ask for. */
function first(state: Row, horizon: number) {
  return {
    weight: parameter([horizon, state.shape[1]], { name: 'forecast.weight' }),
    bias: parameter([horizon], { name: 'forecast.bias' }),
  }
}

/** Adds a linear map of each static covariate to the vector of a series. */
export const withFixed = (state: Row, fixed: readonly Row[]): Row =>
  fixed.reduce<Row>(
    (sum, row, i) => add(sum, linear(row, state.shape[1], { bias: false, name: `static${i}` })) as Row,
    state,
  )

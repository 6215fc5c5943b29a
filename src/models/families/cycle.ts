import {
  add,
  concat,
  constant,
  dropout,
  embedding,
  linear,
  mean,
  multiply,
  parameter,
  relu,
  reshape,
  subtract,
  type Value,
} from '../../nn/index.ts'
import { type Row, type Sequence, widthOf } from '../blocks/sequence.ts'
import { cyclePlace, ownCyclePlace, type WindowInputs } from '../blocks/window_inputs.ts'
import type { Cycle, NetworkFamily } from '../network.ts'
import { linearNetwork, toHorizon } from './d_linear.ts'

/** Options of {@link cycleNetwork}. */
export interface CycleOptions {
  /** Units of the hidden layer; 0 for a linear map. */
  readonly hiddenSize: number
  /** Share of the hidden units that training leaves out. */
  readonly dropout: number
}

/**
 * A learned cycle is subtracted from the context and added to the forecast; a linear map or a perceptron forecasts what
 * remains. All windows read and train the same numbers of the cycle, each at its place in absolute time. A missing value
 * counts as the value of the cycle.
 *
 * Source: Lin et al. 2024, "CycleNet: enhancing time series forecasting through modeling periodic patterns"; the scaling
 * of windows takes the place of RevIN. There each channel has a cycle. Here it is the mean cycle of all series plus a
 * difference of the series, which is 0 for a series that training has not seen.
 */
export const cycleNetwork: NetworkFamily<CycleOptions> = (spec, options) =>
  linearNetwork(spec, ({ values, mask }, inputs) => {
    const { context, horizon, cycle } = spec
    if (!cycle) throw new Error('Expected the specification of a cycle')
    const at = cycleIn(inputs, cycle)
    const rest = multiply(subtract(values, at('past', [-context, 0])), mask) as Sequence
    return { read: [toSteps(rest, horizon, options)], ahead: at('future', [0, horizon]) }
  })

/** The cycle is this factor times its weights, so that it learns faster than the map beside it. */
const pace = 5

/** A function that gives the values of the cycle at rows of the window. */
function cycleIn(inputs: WindowInputs, { length, series }: Cycle) {
  const common = parameter([length, 1], { name: 'cycle.common' })
  const own = series > 0 ? ownCycles(length, series) : null
  const look = (name: string, column: string, rows: [number, number], table: Value<[number, number]>) => {
    const ids = inputs.places(name, column, rows, rows[1] - rows[0])
    return multiply(embedding(ids, { categories: Number(table.shape[0]), size: 1, table }), pace) as Sequence
  }
  return (name: string, rows: [from: number, to: number]): Sequence => {
    const values = look(`${name}Place`, cyclePlace, rows, common)
    return own ? (add(values, look(`${name}OwnPlace`, ownCyclePlace, rows, own)) as Sequence) : values
  }
}

/**
 * The differences of the cycles of all series from the common cycle, one after another. Their mean is 0, so that the
 * common cycle is the mean of all cycles. The first one is that of unknown series, which have no difference.
 */
function ownCycles(length: number, series: number): Value<[number, number]> {
  const own = parameter([series, length], { name: 'cycle.series' })
  const centred = subtract(own, mean(own, { axes: [0], keep: true })) as Value<[number, number]>
  return concat([constant([length, 1], new Array(length).fill(0)), reshape(centred, [series * length, 1])], 0) as Value<
    [number, number]
  >
}

function toSteps(x: Sequence, horizon: number, { hiddenSize, dropout: rate }: CycleOptions): Sequence {
  if (hiddenSize === 0) return toHorizon(x, horizon, 2)
  const flat = reshape(x, ['batch', Number(x.shape[1]) * widthOf(x)]) as Row
  const hidden = relu(linear(flat, hiddenSize))
  const kept = rate > 0 ? dropout(hidden, rate) : hidden
  return reshape(linear(kept as Row, horizon * 2), ['batch', horizon, 2])
}

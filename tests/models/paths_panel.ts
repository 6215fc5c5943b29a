import { binding, type PathOptions, type Windows } from '../../src/addon/index.ts'
import {
  add,
  concat,
  constant,
  conv1d,
  gru,
  input,
  linear,
  lstm,
  multiply,
  reshape,
  softplus,
  type Value,
} from '../../src/nn/index.ts'
import { compile } from '../../src/nn/values/program.ts'
import { type PlainPanel, tableOf } from './naive_windows.ts'

export const context = 6
export const horizon = 5

/** Four series with gaps. The last five rows hold known covariates of the future. */
export const panel: PlainPanel = {
  columns: {
    y: {
      type: 'float32',
      series: [0, 1, 2, 3].map((s) =>
        Array.from({ length: 25 }, (_, t) =>
          t >= 20 || (t + s) % 7 === 0 ? Number.NaN : 20 * s + 5 * Math.sin(t + s),
        ),
      ),
    },
    price: {
      type: 'float32',
      series: [0, 1, 2, 3].map((s) => Array.from({ length: 25 }, (_, t) => Math.cos(t * (s + 1)))),
    },
  },
  statics: { size: { type: 'float32', values: [0.1, 0.2, 0.3, 0.4] } },
}
export const lag = (k: number, scaled = true) =>
  ({ kind: 'values', columns: ['y'], from: -context - k, to: horizon - k, scaled: [scaled], missing: 0 }) as const

export const windows: Windows = {
  table: tableOf(panel),
  first: Int32Array.of(20, 18, 20, 12),
  count: Int32Array.of(1, 3, 1, 2),
  stride: 1,
  target: 'y',
  context,
  horizon,
  scaling: 'standard',
  inputs: {
    lag1: lag(1),
    lag3: lag(3),
    mask: { kind: 'mask', column: 'y', from: -context - 1, to: horizon - 1 },
    price: { kind: 'values', columns: ['price'], from: -context, to: horizon, scaled: [false], missing: 0 },
    size: { kind: 'static', columns: ['size'] },
  },
}
export const origins = [
  [0, 20],
  [1, 18],
  [1, 19],
  [1, 20],
  [2, 20],
  [3, 12],
  [3, 13],
] as const

type Sequence = Value<['batch', 'time', number]>
type One = Value<['batch', 'time', 1]>

/** A recurrent network that reads lags, a mask, the price and a static column. */
export function network(heads: (states: Sequence) => Record<string, Value>) {
  const one = () => input(['batch', 'time', 1])
  const [lag1, lag3, mask, price, size] = [one(), one(), one(), one(), input(['batch', 1])]
  const read = concat([lag1, lag3, mask, price], 2) as Value<['batch', 'time', 4]>
  const states = lstm(gru(conv1d(read, 6, { kernelSize: 3 }), { hiddenSize: 7 }).output, { hiddenSize: 5 }).output
  const everyStep = add(states, reshape(size, ['batch', 1, 1])) as Sequence
  const outputs = heads(everyStep)
  const graph = new binding.Graph(compile({ inputs: { lag1, lag3, mask, price, size }, outputs }))
  graph.setWeights(binding.random('normal', 3, 1, graph.weights().length).map((w) => 0.5 * w))
  return graph
}

/** Computes the outputs of a Program without parameters at each step, from the value of the step before. */
export function fixed(heads: (lag1: One) => Record<string, Value>) {
  const lag1 = input(['batch', 'time', 1])
  return new binding.Graph(compile({ inputs: { lag1 }, outputs: heads(lag1) }))
}
export const always = (lag1: One, value: number) => add(multiply(lag1, constant([1], [0])), constant([1], [value]))

export const options: PathOptions = {
  paths: 3,
  horizon,
  likelihood: 'gaussian',
  outputs: ['location', 'scale'],
  scaled: true,
  seed: 7,
  batchSize: 4,
}
export const gaussian = network((states) => ({ location: linear(states, 1), scale: softplus(linear(states, 1)) }))

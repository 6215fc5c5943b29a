// Gated parts of the Temporal Fusion Transformer. Source: Lim, Arik, Loeff, Pfister 2021, section 4.1.

import { add, dropout, exp, layerNorm, linear, multiply, relu, sigmoid, subtract, type Value } from '../../nn/index.ts'
import { type Row, type Sequence, widthOf } from './sequence.ts'

/** A vector for each window, or for each of its steps. */
export type Vectors = Row | Sequence

/** x above 0, exp(x) - 1 below: Clevert, Unterthiner, Hochreiter 2016. */
function elu<V extends Vectors>(x: V): V {
  const below = subtract(0, relu(subtract(0, x as Value)))
  return add(relu(x as Value), subtract(exp(below), 1)) as Value as V
}

/** Adds a part of `x` that a gate lets through to `to`, and normalises the sum. */
export function gatedAdd<V extends Vectors>(name: string, x: V, to: V, rate: number): V {
  const read = (rate > 0 ? dropout(x as Value, rate) : x) as Sequence
  const size = widthOf(to)
  const open = sigmoid(linear(read, size, { name: `${name}.gate` }))
  const part = multiply(open, linear(read, size, { name: `${name}.value` }))
  return layerNorm(add(to as Value, part) as Sequence, { name: `${name}.norm` }) as Value as V
}

/** Options of a gated residual network. */
export interface GatedOptions {
  /** Units of the two inner layers. */
  readonly hiddenSize: number
  /** Numbers that it gives; default `hiddenSize`. */
  readonly size?: number
  readonly dropout: number
  /** A further vector that it reads; it broadcasts to `x`. */
  readonly context?: Vectors | undefined
}

/** A gated residual network: two dense layers whose result a gate adds to the input. */
export function gatedResidual<V extends Vectors>(name: string, x: V, options: GatedOptions): V {
  const { hiddenSize, size = hiddenSize, dropout: rate, context } = options
  const first = linear(x as Sequence, hiddenSize, { name: `${name}.first` })
  const told = context && linear(context as Sequence, hiddenSize, { bias: false, name: `${name}.context` })
  const inner = elu((told ? add(first as Value, told as Value) : first) as Sequence)
  const second = linear(inner, hiddenSize, { name: `${name}.second` }) as Value as V
  const skip = widthOf(x) === size ? x : (linear(x as Sequence, size, { name: `${name}.skip` }) as Value as V)
  return gatedAdd(name, second, skip, rate)
}

// Weights of Keras. Kernels have their inputs first, and gates another order: those of an LSTM are i, f, c, o, as here
// (i, f, g, o), and those of a GRU are z, r, h (here r, z, n).

import { GatecastError } from '../../base/error.ts'
import type { Tensor, Tensors } from '../values/tensor.ts'
import { Source, type WeightsPaths, type WeightsTarget } from './source.ts'

/**
 * Weights of Keras, for `loadParameters` of a Model or `load` of a layer: those of `LSTM`, `GRU`, `SimpleRNN`, `Dense`,
 * `Embedding`, `LayerNormalization` and `Conv1D`. Kernels are transposed, and the gates are put in the order of gatecast.
 *
 * @param network - a Model with a layer for each layer, or a layer `Lstm`, `Gru` or `Rnn`
 * @param tensors - the variables by their paths, for example `lstm/lstm_cell/kernel`
 * @param paths - the path of the layers, for example `'encoder/lstm'`; or the path of each layer by its name. The layers of
 * `Lstm`, `Gru` and `Rnn` are called `l0`, `l0_reverse`, `l1` and so on
 * @returns a tensor for each weight of the network, by the names of `network.parameters`
 * @throws {GatecastError} `ERR_DATA` naming a weight without a tensor, tensors that the network has no place for, or a GRU
 * whose reset gate acts elsewhere; `ERR_SHAPE` for a tensor of another size; `ERR_TYPE` for something else
 * @example
 * const row = input(['batch', 2])
 * const network = new Model({ inputs: { row }, outputs: { sum: linear(row, 1, { name: 'dense' }) } })
 * const variables = { 'dense/kernel': tensor([[1], [2]]), 'dense/bias': tensor([3]) }
 * network.loadParameters(fromKeras(network, variables))
 */
export function fromKeras(
  network: WeightsTarget,
  tensors: Readonly<Tensors>,
  paths?: WeightsPaths,
): Record<string, Tensor> {
  const source = new Source('fromKeras', network, withPlainNames(tensors), paths)
  const weights = Object.entries(source.parameters).map(
    ([parameter, own]) => [parameter, new Layer(source, parameter, own).tensor()] as const,
  )
  source.checkAllUsed()
  return Object.fromEntries(weights)
}

/** Paths with dots, without the cell between a recurrent layer and its variables, and without the suffix of versions before 3. */
const withPlainNames = (tensors: unknown): unknown =>
  typeof tensors !== 'object' || tensors === null
    ? tensors
    : Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [plainName(name), tensor]))

const plainName = (name: string): string =>
  name
    .replace(/:0$/, '')
    .replaceAll('/', '.')
    .replace(/\.(lstm|gru|simple_rnn)_cell(_\d+)?\./, '.')

/** The place of each of our gates among those of Keras, by the number of gates. */
const gateOrders: Readonly<Record<number, readonly number[]>> = { 1: [0], 3: [1, 0, 2], 4: [0, 1, 2, 3] }

/** A weight of the network. */
class Layer {
  readonly #source: Source
  readonly #parameter: string
  readonly #shape: readonly number[]
  readonly #layer: string
  readonly #role: string
  readonly #path: string

  constructor(source: Source, parameter: string, { shape }: Tensor) {
    // `Lstm`, `Gru` and `Rnn` add the direction: `weight_ih_l0_reverse` is the weight_ih of the layer l0_reverse.
    const [, role, suffix] = /^((?:weight|bias)_[ih]h)_(l\d+(?:_reverse)?)$/.exec(parameter) ?? [null, null, null]
    const dot = parameter.lastIndexOf('.')
    this.#source = source
    this.#parameter = parameter
    this.#shape = shape
    this.#role = role ?? parameter.slice(dot + 1)
    this.#layer = suffix ?? parameter.slice(0, Math.max(0, dot))
    // One path for a network of layers l0, l1, .. is that of its only layer.
    this.#path = source.pathOf(suffix === 'l0' && source.hasOnePath ? '' : this.#layer).replaceAll('/', '.')
  }

  tensor(): Tensor {
    const role = this.#role
    if (role === 'weight_ih') return this.#gates(reversed(this.#need(['kernel'])))
    if (role === 'weight_hh') return this.#gates(reversed(this.#need(['recurrent_kernel'])))
    if (role === 'bias_ih' || role === 'bias_hh') return this.#gates(this.#bias(role === 'bias_ih' ? 0 : 1))
    if (role === 'bias') return this.#checked(this.#need(['bias', 'beta']))
    const { name, tensor } = this.#find(['kernel', 'embeddings', 'gamma'])
    return this.#checked(name.endsWith('kernel') ? reversed(tensor) : tensor)
  }

  #find(variables: readonly string[]) {
    const names = variables.map((variable) => [this.#path, variable].filter(Boolean).join('.'))
    const found = this.#source.find(names)
    if (found === null) throw this.#source.missing(this.#parameter, names)
    return found
  }

  #need(variables: readonly string[]): Tensor {
    return this.#find(variables).tensor
  }

  /** Keras has one bias for input and state; a GRU whose reset gate acts after the product has two rows. */
  #bias(row: 0 | 1): Tensor {
    const { shape, data } = this.#need(['bias'])
    const size = this.#shape[0]
    const isDouble = shape.length === 2
    const op = this.#source.opOf(this.#layer)
    if (op?.kind === 'gru' && (op.attributes.reset === 'before') === isDouble)
      throw new GatecastError(
        'ERR_DATA',
        `fromKeras: Expected a GRU with reset_after=${!isDouble ? 'True' : 'False'} for "${this.#parameter}", got the bias ` +
          `of shape [${shape.join(', ')}] of the other form. Make the layer with gru(x, { reset: ` +
          `'${isDouble ? 'after' : 'before'}' })`,
      )
    if (isDouble) return { shape: [size], data: data.slice(row * size, (row + 1) * size) }
    return row === 0 ? { shape, data } : { shape: [size], data: new Float32Array(size) }
  }

  /** Rows in blocks, one for each gate, in our order. */
  #gates(tensor: Tensor): Tensor {
    const { shape, data } = this.#checked(tensor)
    const count = gatesOf(this.#source, this.#parameter)
    const block = data.length / count
    const ordered = new Float32Array(data.length)
    gateOrders[count].forEach((place, gate) => {
      ordered.set(data.subarray(place * block, (place + 1) * block) as Float32Array, gate * block)
    })
    return { shape, data: ordered }
  }

  #checked(tensor: Tensor): Tensor {
    if (tensor.shape.join() === this.#shape.join()) return tensor
    throw new GatecastError(
      'ERR_SHAPE',
      `fromKeras: Expected numbers of shape [${this.#shape.join(', ')}] for the weight "${this.#parameter}", got ` +
        `[${tensor.shape.join(', ')}]`,
    )
  }
}

/** The number of gates of the layer that a weight belongs to: its rows divided by the units. */
function gatesOf({ parameters }: Source, parameter: string): number {
  const recurrent = parameters[parameter.replace(/(weight|bias)_[ih]h/, 'weight_hh')]
  return recurrent.shape[0] / recurrent.shape[1]
}

/** A kernel with its axes in the opposite order; it has two or three. */
function reversed({ shape, data }: Tensor): Tensor {
  const first = shape[0]
  const last = shape[shape.length - 1]
  const between = shape.length > 2 ? shape[1] : 1
  const result = new Float32Array(data.length)
  for (let i = 0; i < first; i++)
    for (let j = 0; j < between; j++)
      for (let k = 0; k < last; k++) result[(k * between + j) * first + i] = data[(i * between + j) * last + k]
  return { shape: [...shape].reverse(), data: result }
}

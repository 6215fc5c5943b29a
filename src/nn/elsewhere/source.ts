// Shared by the functions that read weights of other libraries.

import type { OpData, ProgramData, Tensor, Tensors } from '../../addon/index.ts'
import { isFloat32Array } from '../../base/brand.ts'
import { checkObject, listNames, shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { nearest } from '../../base/nearest.ts'
import type { Gru } from '../layers/gru.ts'
import type { Lstm } from '../layers/lstm.ts'
import { RecurrentLayer } from '../layers/recurrent_layer.ts'
import type { Rnn } from '../layers/rnn.ts'
import { Model } from '../model.ts'

/** A network that takes weights of another library. */
export type WeightsTarget = Model | Lstm | Gru | Rnn

/**
 * The place of the weights in the other library: the path before all names, or for each layer of the network, by its name,
 * the path of its weights there. A layer that is not listed has the same name there.
 */
export type WeightsPaths = string | Readonly<Record<string, string>>

/** A network, and the tensors that its weights are taken from. */
export class Source {
  readonly parameters: Readonly<Tensors>
  readonly #program: ProgramData
  readonly #where: string
  readonly #tensors: Readonly<Tensors>
  readonly #paths: WeightsPaths
  readonly #used = new Set<string>()

  /** @throws {GatecastError} `ERR_TYPE` for something else than a network, tensors and paths */
  constructor(where: string, network: unknown, tensors: unknown, paths: unknown) {
    if (!(network instanceof Model) && !(network instanceof RecurrentLayer))
      throw new GatecastError(
        'ERR_TYPE',
        `${where}: Expected a Model or a layer Lstm, Gru or Rnn, got ${shown(network)}`,
      )
    checkObject(`${where}: tensors`, tensors)
    this.#where = where
    this.parameters = network.parameters
    this.#program = network instanceof Model ? network.program : network.programFor(false)
    this.#tensors = tensors as Tensors
    this.#paths = checkPaths(where, paths)
  }

  /** The path of a layer's weights in the other library. The longest listed part of its name is replaced. */
  pathOf(layer: string): string {
    const paths = this.#paths
    if (typeof paths === 'string') return joined(paths, layer)
    for (let end = layer.length; end > 0; end = layer.lastIndexOf('.', end - 1)) {
      const known = layer.slice(0, end)
      if (Object.hasOwn(paths, known)) return joined(paths[known], layer.slice(end + 1))
    }
    return Object.hasOwn(paths, '') ? joined(paths[''], layer) : layer
  }

  /** The first of some tensors that there is, or `null`. */
  find(names: readonly string[]): { readonly name: string; readonly tensor: Tensor } | null {
    const name = names.find((each) => Object.hasOwn(this.#tensors, each))
    if (name === undefined) return null
    this.#used.add(name)
    return { name, tensor: checkTensor(this.#where, name, this.#tensors[name]) }
  }

  /** @throws {GatecastError} `ERR_DATA` for a weight that no tensor has */
  missing(parameter: string, names: readonly string[]): GatecastError {
    const known = Object.keys(this.#tensors)
    return new GatecastError(
      'ERR_DATA',
      `${this.#where}: Expected a tensor ${names.map((name) => JSON.stringify(name)).join(' or ')} for the weight ` +
        `"${parameter}", got none. The nearest are ${nearest(names[0], known) || 'none'}. Give the path of the layer as ` +
        "third argument, for example { lstm0: 'encoder.lstm' }",
    )
  }

  /** @throws {GatecastError} `ERR_DATA` if some tensors were not used */
  checkAllUsed(): void {
    const left = Object.keys(this.#tensors).filter((name) => !this.#used.has(name))
    if (left.length === 0) return
    throw new GatecastError(
      'ERR_DATA',
      `${this.#where}: Expected tensors that the network has a place for, got ${listNames(left)} as well. Remove them ` +
        'from the tensors, or add the layers that they belong to',
    )
  }

  /** Whether one path is that of all weights. */
  get hasOnePath(): boolean {
    return typeof this.#paths === 'string'
  }

  /** The op of a layer. */
  opOf(layer: string): OpData | undefined {
    return this.#program.ops.find(({ kind, attributes }) => kind !== 'parameter' && attributes.name === layer)
  }
}

const joined = (path: string, rest: string): string => [path, rest].filter(Boolean).join('.')

function checkPaths(where: string, paths: unknown): WeightsPaths {
  if (paths === undefined) return ''
  if (typeof paths === 'string') return paths
  checkObject(`${where}: paths`, paths)
  const wrong = Object.entries(paths as object).find(([, path]) => typeof path !== 'string')
  if (wrong === undefined) return paths as Record<string, string>
  throw new GatecastError(
    'ERR_TYPE',
    `${where}: Expected the path of "${wrong[0]}" to be a text, got ${shown(wrong[1])}`,
  )
}

function checkTensor(where: string, name: string, tensor: Tensor): Tensor {
  if (isShape(tensor?.shape) && isFloat32Array(tensor.data) && sizeOf(tensor.shape) === tensor.data.length)
    return tensor
  throw new GatecastError(
    'ERR_TYPE',
    `${where}: Expected the tensor "${name}" to be { shape, data } with a Float32Array of the size of the shape, got ${shown(tensor)}`,
  )
}

const isShape = (shape: unknown): shape is number[] =>
  Array.isArray(shape) && shape.every((size) => Number.isSafeInteger(size) && size >= 0)

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1)

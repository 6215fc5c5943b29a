// Converts states between PyTorch's form, one tensor [layers * directions, batch, H], and the form of the graph, one
// tensor [batch, H] for each op.

import type { Tensor, Tensors } from '../../addon/index.ts'
import { checkKnown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { type ArrayLike, toTensor } from '../values/tensor.ts'
import type { LayerState } from './layer_types.ts'
import type { StateName } from './stack.ts'

export interface StateShape {
  /** Number of ops: layers * directions. */
  count: number
  batch: number
  hiddenSize: number
}

/**
 * Splits a state, or the gradient by a state, into the tensors of the ops, named as in the graph. It copies nothing.
 */
export function splitState(name: StateName, what: string, given: ArrayLike, shape: StateShape): Tensors {
  const { count, batch, hiddenSize } = shape
  const { data, shape: got } = toTensor(given, 'float32', what)
  const expected = [count, batch, hiddenSize]
  if (!Array.isArray(got) || got.join() !== expected.join() || data?.length !== count * batch * hiddenSize)
    throw new GatecastError(
      'ERR_SHAPE',
      `Expected ${what} of shape [layers * directions, batch, hiddenSize] = [${expected.join(', ')}], got [${got}]`,
    )
  const size = batch * hiddenSize
  return named(name, count, (i) => ({ shape: [batch, hiddenSize], data: data.subarray(i * size, (i + 1) * size) }))
}

/** The first states of all ops; zeros for states that are not given. */
export function firstStates(names: readonly StateName[], given: LayerState<StateName>, shape: StateShape): Tensors {
  checkKnown('initial', given, names)
  const parts = names.map((name) => {
    const state = given[name]
    return state === undefined ? zeroState(name, shape) : splitState(name, `initial.${name}`, state, shape)
  })
  return Object.assign({}, ...parts)
}

const zeroState = (name: StateName, { count, batch, hiddenSize }: StateShape): Tensors =>
  named(name, count, () => ({ shape: [batch, hiddenSize], data: new Float32Array(batch * hiddenSize) }))

export function joinState(name: StateName, parts: Tensors, { count, batch, hiddenSize }: StateShape): Tensor {
  const data = new Float32Array(count * batch * hiddenSize)
  for (let i = 0; i < count; i++) data.set(parts[`${name}${i}`].data, i * batch * hiddenSize)
  return { shape: [count, batch, hiddenSize], data }
}

export const joinStates = (names: readonly StateName[], parts: Tensors, shape: StateShape): Tensors =>
  Object.fromEntries(names.map((name) => [name, joinState(name, parts, shape)]))

const named = (name: StateName, count: number, part: (i: number) => Tensor): Tensors =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`${name}${i}`, part(i)]))

import type { Tensor, Tensors } from '../../addon/index.ts'
import { GatecastError } from '../../base/error.ts'
import type { Operation } from './operations.ts'

/**
 * The number of samples of arrays.
 *
 * @throws {GatecastError} `ERR_DATA` if no array has a batch dimension, `ERR_SHAPE` if arrays have different numbers
 */
export function samplesIn(operations: readonly Operation[], data: Tensors): number {
  const counts = batched(operations, data).map(([name, { shape }]) => [name, shape?.[0]] as const)
  if (counts.length === 0)
    throw new GatecastError('ERR_DATA', 'Expected data for an input with a batch dimension, got none')
  const [[first, count]] = counts
  const other = counts.find(([, size]) => size !== count)
  if (other)
    throw new GatecastError(
      'ERR_SHAPE',
      `Expected equal numbers of samples, got ${count} in "${first}" and ${other[1]} in "${other[0]}"`,
    )
  return count ?? 0
}

/** Arrays with the samples `from` to before `to`. Arrays without a batch dimension stay whole. */
export function pieceOf(operations: readonly Operation[], data: Tensors, from: number, to: number): Tensors {
  const parts = batched(operations, data).map(([name, { shape, data: numbers }]): [string, Tensor] => {
    const width = shape.slice(1).reduce((product, size) => product * size, 1)
    return [name, { shape: [to - from, ...shape.slice(1)], data: numbers.subarray(from * width, to * width) }]
  })
  return { ...data, ...Object.fromEntries(parts) }
}

/** The most numbers of all arrays of a result: 256 MB. */
const most = 2 ** 26

/**
 * Checks that the arrays of a result are not too large.
 *
 * @param count - their numbers
 * @param got - what they are, for the message
 * @throws {GatecastError} `ERR_RANGE`
 */
export function checkSize(count: number, got: string, remedy: string): void {
  if (count <= most) return
  throw new GatecastError(
    'ERR_RANGE',
    `Expected data that give at most ${most.toLocaleString('en')} numbers, got ${got}. ${remedy}`,
  )
}

const batched = (operations: readonly Operation[], data: Tensors): [string, Tensor][] =>
  operations
    .filter(({ kind, name, gives }) => kind === 'input' && name in data && gives[0].shape[0] === 'batch')
    .map(({ name }) => [name, data[name]])

import type { Tensor, Tensors } from '../../addon/index.ts'
import { listNames } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import type { Operation } from './operations.ts'

/**
 * The number of samples of arrays.
 *
 * @throws {GatecastError} `ERR_DATA` if no array has a batch dimension, `ERR_SHAPE` if arrays have different numbers
 */
export function samplesIn(operations: readonly Operation[], data: Tensors): number {
  const counts = batched(operations, data).map(({ name, rows }) => [name, data[name].shape[0] / rows] as const)
  if (counts.length === 0)
    throw new GatecastError(
      'ERR_DATA',
      `Expected data for an input with a batch dimension (${listNames(batchedNames(operations))}), got none`,
    )
  const [[first, count]] = counts
  const other = counts.find(([, size]) => size !== count)
  if (other || !Number.isInteger(count) || count < 1)
    throw new GatecastError(
      'ERR_SHAPE',
      `Expected equal numbers of samples, one or more, got ${count} in "${first}"` +
        (other ? ` and ${other[1]} in "${other[0]}"` : ''),
    )
  return count
}

const batchedNames = (operations: readonly Operation[]): string[] =>
  operations
    .filter(({ kind, gives }) => kind === 'input' && String(gives[0].shape[0]).endsWith('batch'))
    .map(({ name }) => name)

/** Arrays with the samples `from` to before `to`. Arrays without a batch dimension stay whole. */
export function pieceOf(operations: readonly Operation[], data: Tensors, from: number, to: number): Tensors {
  const parts = batched(operations, data).map(({ name, rows }): [string, Tensor] => {
    const { shape, data: numbers } = data[name]
    const width = rows * shape.slice(1).reduce((product, size) => product * size, 1)
    return [name, { shape: [rows * (to - from), ...shape.slice(1)], data: numbers.subarray(from * width, to * width) }]
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

/** The given inputs with a batch dimension, and the number of rows that a sample has in them. */
function batched(operations: readonly Operation[], data: Tensors): { name: string; rows: number }[] {
  return operations
    .filter(({ kind, name }) => kind === 'input' && name in data)
    .flatMap(({ name, gives: [{ shape }] }) => {
      const axis = shape.findIndex((dim) => String(dim).endsWith('batch'))
      if (axis > 0)
        throw new GatecastError(
          'ERR_SHAPE',
          `Expected batch to be the first dimension of "${name}", so that samples can be looked at one by one, got ` +
            `[${shape.join(', ')}]`,
        )
      return axis === 0 ? [{ name, rows: Number.parseInt(String(shape[0]), 10) || 1 }] : []
    })
}

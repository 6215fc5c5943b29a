import type { DataType, Tensor, Tensors } from '../../addon/index.ts'
import { isFloat64Array } from '../../base/brand.ts'
import { checkList, checkWhole, shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'

export type { Tensor, Tensors } from '../../addon/index.ts'

/** Nested arrays of numbers. All arrays of one nesting level have the same length. */
export type Nested = number | readonly Nested[]

/** Numbers as functions take them: a tensor or nested arrays. */
export type ArrayLike = Tensor | Nested

/**
 * Makes a tensor from nested arrays, or from a flat typed array and a shape.
 *
 * @param values - nested numbers; or a `Float32Array`, `Float64Array` or `Int32Array` in row-major order
 * @param shape - shape of the tensor; by default that of the nested arrays, or one dimension for a typed array
 * @param type - type of nested numbers: `'float32'` (default) or `'int32'`
 * @throws {GatecastError} `ERR_SHAPE` if the arrays are ragged or do not fill the shape, `ERR_TYPE` if an element is
 * not a number
 * @example
 * const x = tensor([[1, 2, 3], [4, 5, 6]]) // shape [2, 3]
 * const y = tensor(new Float32Array(24), [2, 12])
 */
export function tensor(
  values: Nested | Float32Array | Float64Array | Int32Array,
  shape?: readonly number[],
  type: DataType = 'float32',
): Tensor {
  if (!ArrayBuffer.isView(values)) {
    const made = fromNested(values, type, 'values')
    return shape ? reshaped(made.data, shape) : made
  }
  return reshaped(isFloat64Array(values) ? Float32Array.from(values) : values, shape ?? [values.length])
}

function reshaped(data: Tensor['data'], shape: readonly number[]): Tensor {
  for (const size of checkList('the shape of a tensor', shape)) checkWhole('each size of the shape', size, 0)
  const count = shape.reduce((product, size) => product * size, 1)
  if (count === data.length) return { shape: [...shape], data }
  throw new GatecastError('ERR_SHAPE', `Expected ${count} numbers for shape [${shape.join(', ')}], got ${data.length}`)
}

/** Makes tensors of several inputs. Nested numbers become arrays of the input's type in `types`, else `float32`. */
export function toTensors(arrays: unknown, types: Readonly<Record<string, DataType>>, what: string): Tensors {
  if (typeof arrays !== 'object' || arrays === null || Array.isArray(arrays))
    throw new GatecastError(
      'ERR_TYPE',
      `Expected ${what} to be an object of arrays by input name, got ${shown(arrays)}`,
    )
  const given = Object.entries(arrays).filter(([, array]) => array !== undefined)
  return Object.fromEntries(given.map(([name, array]) => [name, toTensor(array, types[name] ?? 'float32', name)]))
}

/** Makes a tensor of nested arrays. A tensor is returned as it is; the code that reads it checks it. */
export function toTensor(array: unknown, type: DataType, name: string): Tensor {
  if (typeof array === 'number' || Array.isArray(array)) return fromNested(array as Nested, type, name)
  if (typeof array === 'object' && array !== null && 'shape' in array) return array as Tensor
  throw new GatecastError(
    'ERR_TYPE',
    `Expected "${name}" to be a tensor { shape, data } or nested arrays of numbers, got ${shown(array)}. ` +
      'Make a tensor of a typed array with tensor(array, shape)',
  )
}

function fromNested(values: Nested, type: DataType, name: string): Tensor {
  const shape: number[] = []
  for (let level: Nested = values; Array.isArray(level); level = level[0]) shape.push(level.length)
  const count = shape.reduce((product, size) => product * size, 1)
  const data = type === 'int32' ? new Int32Array(count) : new Float32Array(count)
  let next = 0
  const fill = (level: Nested, path: readonly number[]): void => {
    const depth = path.length
    if (depth === shape.length) {
      data[next++] = checkNumber(level, type, at(name, path))
    } else {
      if (!Array.isArray(level) || level.length !== shape[depth])
        throw new GatecastError(
          'ERR_SHAPE',
          `Expected ${at(name, path)} to be an array of ${shape[depth]}, like the first array of its level, got ${shown(level)}`,
        )
      for (let i = 0; i < level.length; i++) fill(level[i], [...path, i])
    }
  }
  fill(values, [])
  return { shape, data }
}

const at = (name: string, path: readonly number[]): string => name + path.map((i) => `[${i}]`).join('')

function checkNumber(value: unknown, type: DataType, where: string): number {
  if (typeof value !== 'number')
    throw new GatecastError(
      Array.isArray(value) ? 'ERR_SHAPE' : 'ERR_TYPE',
      `Expected ${where} to be a number, got ${shown(value)}`,
    )
  if (type === 'int32' && value !== (value | 0))
    throw new GatecastError('ERR_TYPE', `Expected ${where} to be a whole number of 32 bits, got ${value}`)
  return value
}

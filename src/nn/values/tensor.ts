import type { DataType, Tensor, Tensors } from '../../addon/index.ts'
import { isFloat64Array } from '../../base/brand.ts'
import { checkList, checkWhole, shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { atOnce, type InPieces, pieceRows } from '../../base/resources/turns.ts'

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
    const made = atOnce(fromNested(values, type, 'values'))
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
export const toTensors = (arrays: unknown, types: Readonly<Record<string, DataType>>, what: string): Tensors =>
  atOnce(tensorsInPieces(arrays, types, what))

/** {@link toTensors} in pieces. */
export function* tensorsInPieces(
  arrays: unknown,
  types: Readonly<Record<string, DataType>>,
  what: string,
): InPieces<Tensors> {
  if (typeof arrays !== 'object' || arrays === null || Array.isArray(arrays))
    throw new GatecastError(
      'ERR_TYPE',
      `Expected ${what} to be an object of arrays by input name, got ${shown(arrays)}`,
    )
  const given = Object.entries(arrays).filter(([, array]) => array !== undefined)
  const tensors: Tensors = {}
  for (const [name, array] of given) {
    const tensor = yield* tensorInPieces(array, types[name] ?? 'float32', name)
    // An input may have this name, too, and to assign to it would set the prototype.
    Object.defineProperty(tensors, name, { value: tensor, enumerable: true, configurable: true, writable: true })
  }
  return tensors
}

/** Makes a tensor of nested arrays. A tensor is returned as it is; the code that reads it checks it. */
export const toTensor = (array: unknown, type: DataType, name: string): Tensor =>
  atOnce(tensorInPieces(array, type, name))

function* tensorInPieces(array: unknown, type: DataType, name: string): InPieces<Tensor> {
  if (typeof array === 'number' || Array.isArray(array)) return yield* fromNested(array as Nested, type, name)
  if (typeof array === 'object' && array !== null && 'shape' in array) return array as Tensor
  throw new GatecastError(
    'ERR_TYPE',
    `Expected "${name}" to be a tensor { shape, data } or nested arrays of numbers, got ${shown(array)}. ` +
      'Make a tensor of a typed array with tensor(array, shape)',
  )
}

function* fromNested(values: Nested, type: DataType, name: string): InPieces<Tensor> {
  const shape: number[] = []
  for (let level: Nested = values; Array.isArray(level); level = level[0]) shape.push(level.length)
  const count = shape.reduce((product, size) => product * size, 1)
  const data = type === 'int32' ? new Int32Array(count) : new Float32Array(count)
  let next = 0
  const path = shape.map(() => 0)
  const checkLevel = (level: unknown, depth: number): void => {
    if (Array.isArray(level) && level.length === shape[depth]) return
    throw new GatecastError(
      'ERR_SHAPE',
      `Expected ${at(name, path.slice(0, depth))} to be an array of ${shape[depth]}, like the first array of its level, got ${shown(level)}`,
    )
  }
  const fill = (level: Nested, depth: number): void => {
    if (depth === shape.length) {
      if (!isNumber(level, type)) throw noNumber(level, at(name, path))
      data[next++] = level
      return
    }
    checkLevel(level, depth)
    const parts = level as readonly Nested[]
    for (let i = 0; i < parts.length; i++) {
      path[depth] = i
      fill(parts[i], depth + 1)
    }
  }
  if (shape.length === 0) fill(values, 0)
  else {
    checkLevel(values, 0)
    for (const [i, part] of (values as readonly Nested[]).entries()) {
      path[0] = i
      const before = Math.floor(next / pieceRows)
      fill(part, 1)
      if (Math.floor(next / pieceRows) > before) yield
    }
  }
  return { shape, data }
}

const at = (name: string, path: readonly number[]): string => name + path.map((i) => `[${i}]`).join('')

const isNumber = (value: unknown, type: DataType): value is number =>
  typeof value === 'number' && (type !== 'int32' || value === (value | 0))

function noNumber(value: unknown, where: string): GatecastError {
  if (typeof value === 'number')
    return new GatecastError('ERR_TYPE', `Expected ${where} to be a whole number of 32 bits, got ${value}`)
  const code = Array.isArray(value) ? 'ERR_SHAPE' : 'ERR_TYPE'
  return new GatecastError(code, `Expected ${where} to be a number, got ${shown(value)}`)
}

import type { Parameter, Tensor, Tensors } from '../../addon/index.ts'
import { isFloat32Array } from '../../base/brand.ts'
import { shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'

const count = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1)

/** Copies the parameters out of the flat weights. */
export function unpack(parameters: readonly Parameter[], flat: Float32Array): Record<string, Tensor> {
  return Object.fromEntries(
    parameters.map(({ name, shape, offset }) => [
      name,
      { shape: [...shape], data: flat.slice(offset, offset + count(shape)) },
    ]),
  )
}

/**
 * Copies parameters into one flat array. `given` must hold exactly the parameters of the model, each with its shape and
 * with finite numbers.
 *
 * @throws {GatecastError} `ERR_DATA`, `ERR_SHAPE`, `ERR_TYPE`, `ERR_NOT_FINITE`
 */
export function pack(parameters: readonly Parameter[], given: Readonly<Tensors>): Float32Array {
  checkNames(parameters, given)
  const flat = new Float32Array(parameters.reduce((sum, { shape }) => sum + count(shape), 0))
  for (const { name, shape, offset } of parameters) flat.set(checkParameter(name, shape, given[name]), offset)
  return flat
}

function checkNames(parameters: readonly Parameter[], given: unknown): void {
  if (typeof given !== 'object' || given === null)
    throw new GatecastError('ERR_TYPE', `Expected an object of parameters by name, got ${shown(given)}`)
  const missing = parameters.filter(({ name }) => !Object.hasOwn(given, name)).map(({ name }) => name)
  const extra = Object.keys(given).filter((name) => !parameters.some((parameter) => parameter.name === name))
  if (missing.length + extra.length === 0) return
  const found = [
    missing.length ? `none named ${missing.join(', ')}` : '',
    extra.length ? `unknown ones named ${extra.join(', ')}` : '',
  ]
  throw new GatecastError(
    'ERR_DATA',
    `Expected the parameters ${parameters.map(({ name }) => name).join(', ')}; got ${found.filter(Boolean).join(' and ')}`,
  )
}

const isSameShape = (a: readonly unknown[], b: readonly number[]) =>
  a.length === b.length && a.every((size, axis) => size === b[axis])

function checkParameter(name: string, shape: readonly number[], tensor: Tensor): Float32Array {
  if (!isFloat32Array(tensor?.data) || !Array.isArray(tensor.shape))
    throw new GatecastError(
      'ERR_TYPE',
      `Expected parameter "${name}" to be a tensor { shape, data } of a Float32Array, got ${shown(tensor)}`,
    )
  if (!isSameShape(tensor.shape, shape) || tensor.data.length !== count(shape))
    throw new GatecastError(
      'ERR_SHAPE',
      `Expected parameter "${name}" of shape [${shape.join(', ')}], got [${tensor.shape.map(shown).join(', ')}] ` +
        `with ${tensor.data.length} numbers`,
    )
  const wrong = tensor.data.findIndex((value) => !Number.isFinite(value))
  if (wrong >= 0)
    throw new GatecastError(
      'ERR_NOT_FINITE',
      `Expected finite numbers in parameter "${name}", got ${tensor.data[wrong]} at index ${wrong}`,
    )
  return tensor.data
}

import type { OpData, Parameter, ProgramData, Tensor, Tensors } from '../../addon/index.ts'
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
  // All are compared before anything is allocated: a broken file may name any size.
  const arrays = parameters.map(({ name, shape }) => checkParameter(name, shape, given[name]))
  const flat = new Float32Array(arrays.reduce((sum, { length }) => sum + length, 0))
  arrays.forEach((array, i) => {
    flat.set(array, parameters[i].offset)
  })
  return flat
}

/**
 * Checks that tensors are those that the parameters of a Program ask for, without making anything of this size. Other
 * faults of the Program are left to its reader.
 *
 * @throws {GatecastError} `ERR_DATA` for a parameter without a tensor, `ERR_SHAPE` for a tensor of another shape
 */
export function checkHeld(program: ProgramData, given: Readonly<Tensors>): void {
  if (!Array.isArray(program?.ops)) return
  const parameters = (program.ops as readonly (OpData | null)[]).filter((op) => op?.kind === 'parameter') as OpData[]
  const asked = parameters.map(({ attributes }) => ({
    name: `${attributes?.name}`,
    shape: [attributes?.shape ?? []].flat().map(Number),
  }))
  checkNames(asked, given)
  for (const { name, shape } of asked) checkShape(name, shape, given[name])
}

function checkNames(parameters: readonly Pick<Parameter, 'name'>[], given: unknown): void {
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
  checkShape(name, shape, tensor)
  const wrong = tensor.data.findIndex((value) => !Number.isFinite(value))
  if (wrong >= 0)
    throw new GatecastError(
      'ERR_NOT_FINITE',
      `Expected finite numbers in parameter "${name}", got ${tensor.data[wrong]} at index ${wrong}`,
    )
  return tensor.data
}

function checkShape(name: string, shape: readonly number[], tensor: Tensor): void {
  const given = Array.isArray(tensor?.shape) ? Array.from(tensor.shape) : []
  if (isSameShape(given, shape) && tensor.data?.length === count(shape)) return
  throw new GatecastError(
    'ERR_SHAPE',
    `Expected parameter "${name}" of shape [${shape.join(', ')}], got [${given.map(shown).join(', ')}] ` +
      `with ${tensor?.data?.length ?? 'no'} numbers`,
  )
}

import { type Attribute, type Attributes, binding, type DataType, type Spec } from '../../addon/index.ts'
import { isNumericArray } from '../../base/brand.ts'
import { shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import type { Shape } from './shape_types.ts'

/**
 * One layer, whose name is the first part of the names of its parameters: `lstm0` in `lstm0.weight_ih`. Without a name
 * from the user, the layer gets its kind and a number when a model is built.
 */
export class Scope {
  readonly kind: string
  readonly name: string | undefined

  constructor(kind: string, name?: string) {
    this.kind = kind
    this.name = name
  }
}

let created = 0

/** One op of a Program under construction, and its outputs. */
export class Operation {
  /** Operands exist before the op that reads them, so this order is topological. */
  readonly order = created++
  readonly kind: string
  readonly inputs: readonly (AnyValue | null)[]
  readonly attributes: Attributes
  /** The layer that the op belongs to. */
  readonly scope: Scope | null
  /** For a parameter, its name within the layer. */
  readonly role: string
  readonly outputs: readonly AnyValue[]

  constructor(
    kind: string,
    inputs: readonly (AnyValue | null)[],
    attributes: Attributes,
    scope: Scope | null,
    role: string,
  ) {
    this.kind = kind
    this.inputs = inputs
    this.attributes = attributes
    this.scope = scope
    this.role = role
    this.outputs = binding.infer(kind, inputs.map(specOf), attributes).map((spec, i) => new Value(this, i, spec))
  }
}

const specOf = (value: AnyValue | null): Spec | null => value && { shape: value.shape, type: value.type }

/**
 * A value of a model under construction. It has a shape, and numbers only while the model runs. `S` is the shape as far
 * as TypeScript knows it: `Value<['batch', 'time', 8]>`.
 */
export class Value<S extends Shape = Shape, T extends DataType = 'float32'> {
  /** Sizes; the symbols `'batch'` and `'time'` stand for sizes that differ from call to call. */
  readonly shape: S
  /** `float32`, or `int32` for ids, labels and lengths. */
  readonly type: T
  /** @internal */
  readonly operation: Operation
  /** @internal */
  readonly index: number

  /** @internal */
  constructor(operation: Operation, index: number, spec: Spec) {
    this.operation = operation
    this.index = index
    this.shape = spec.shape as S
    this.type = spec.type as T
  }
}

/** A value of any shape and type. */
export type AnyValue = Value<Shape, DataType>

/** Attributes of an op as a caller gives them; `undefined` means the default. */
export type Options = Readonly<Record<string, Attribute | undefined>>

/** Numbers, texts, flags and lists of them: everything that a Program can hold. */
function checkAttribute(kind: string, name: string, attribute: unknown): void {
  const isPlain = (value: unknown) => ['number', 'string', 'boolean'].includes(typeof value)
  if (isPlain(attribute) || isNumericArray(attribute)) return
  if (Array.isArray(attribute) && attribute.every(isPlain)) return
  throw new GatecastError(
    'ERR_TYPE',
    `${kind}: Expected ${name} to be a number, a text, true, false or a list of numbers, got ${shown(attribute)}`,
  )
}

interface Place {
  scope?: Scope
  role?: string
}

/**
 * Makes an op and returns its outputs. Their shapes come from the shape rule of the native core.
 *
 * @param inputs - `null` for an optional input that is not given
 */
export function operate(
  kind: string,
  inputs: readonly (AnyValue | null)[],
  options: Options = {},
  place: Place = {},
): readonly AnyValue[] {
  const given = Object.entries(options).filter((entry): entry is [string, Attribute] => entry[1] !== undefined)
  for (const [name, attribute] of given) checkAttribute(kind, name, attribute)
  const operands = inputs.map((value, i) => (value === null ? null : operandOf(kind, value, i)))
  // Absent inputs at the end are dropped, so that the same op always gives the same Program.
  while (operands.at(-1) === null) operands.pop()
  return new Operation(kind, operands, Object.fromEntries(given), place.scope ?? null, place.role ?? '').outputs
}

/**
 * An input of an op that must be given.
 *
 * @throws {GatecastError} `ERR_TYPE` naming the op and the input
 */
export function operandOf<V extends AnyValue>(kind: string, value: V, position = 0): V {
  if (value instanceof Value) return value
  throw new GatecastError(
    'ERR_TYPE',
    `${kind}: Expected input ${position} to be a Value, got ${shown(value)}. Make values with input() and the ops`,
  )
}

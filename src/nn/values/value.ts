import { type Attribute, type Attributes, binding, type DataType, type Spec } from '../../addon/index.ts'
import { GatecastError } from '../../base/error.ts'
import type { Shape } from './shape.ts'

/** Names the parameters of one layer, `lstm0.weight_ih`; numbered when a model is built, unless the user named it. */
export class Scope {
  readonly kind: string
  readonly name: string | undefined

  constructor(kind: string, name?: string) {
    this.kind = kind
    this.name = name
  }
}

let created = 0

/** One op of a Program that is being written down, and what it puts out. */
export class Operation {
  /** Operands exist before the op that reads them, so this order is a topological one. */
  readonly order = created++
  readonly kind: string
  readonly inputs: readonly (AnyValue | null)[]
  readonly attributes: Attributes
  /** For parameters: the layer they belong to, and their name in it. */
  readonly scope: Scope | null
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
 * A value of a model that is being written down: it has a shape, but numbers only when the model runs. `S` carries the
 * rank and the dimensions as far as TypeScript knows them: `Value<['batch', 'time', 8]>`.
 */
export class Value<S extends Shape = Shape, T extends DataType = 'float32'> {
  /** Sizes, and the symbols of those that differ from call to call. */
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

/** Attributes as a caller has them: those that are undefined are left to their defaults. */
export type Options = Readonly<Record<string, Attribute | undefined>>

interface Place {
  scope?: Scope
  role?: string
}

/** Adds an op to the graph and gives what it puts out; the shape rule is the one of the native core. */
export function operate(
  kind: string,
  inputs: readonly (AnyValue | null | undefined)[],
  options: Options = {},
  place: Place = {},
): readonly AnyValue[] {
  const given = Object.entries(options).filter((entry): entry is [string, Attribute] => entry[1] !== undefined)
  const operands = inputs.map((value, i) => checkValue(kind, value, i))
  // Trailing absent inputs are left out: the same op is always written down in the same way.
  while (operands.at(-1) === null) operands.pop()
  return new Operation(kind, operands, Object.fromEntries(given), place.scope ?? null, place.role ?? '').outputs
}

function checkValue(kind: string, value: AnyValue | null | undefined, position: number): AnyValue | null {
  if (value === null || value === undefined) return null
  if (value instanceof Value) return value
  throw new GatecastError(
    'ERR_TYPE',
    `${kind}: Expected input ${position} to be a Value, got ${typeof value}. Values come from input() and the ops`,
  )
}

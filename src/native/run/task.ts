import type { PlainArray, Precision } from '../../addon/index.ts'
import { shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { input } from '../../nn/values/leaf_values.ts'
import type { Roots } from '../../nn/values/program.ts'
import { type AnyValue, type Options, operate, type Value } from '../../nn/values/value.ts'

export type Arrays = Readonly<Record<string, PlainArray | undefined>>

/** The Program and the arrays of one call. Calls with the same `key` run the same Program. */
export interface Task {
  readonly key: string
  readonly roots: () => Roots
  readonly arrays: Arrays
  readonly precision?: Precision | undefined
}

/** The shape of each array that an op may read, in the order of its inputs. */
export type Shapes = Readonly<Record<string, readonly number[]>>

interface OpCall {
  kind: string
  shapes: Shapes
  /** Names of arrays that may be absent. */
  optional?: readonly string[]
  arrays: Arrays
  attributes?: Options
  outputs: readonly string[]
  precision?: Precision | undefined
}

function attributeText(name: string, value: unknown): string {
  if (typeof value !== 'object' && typeof value !== 'symbol') return String(value)
  throw new GatecastError('ERR_TYPE', `Expected ${name} to be a number, a text or a flag, got ${shown(value)}`)
}

/** Makes a task of a single op. */
export function makeTask({ kind, shapes, optional = [], arrays, attributes = {}, outputs, precision }: OpCall): Task {
  let key = kind
  for (const name in attributes) key += ` ${attributeText(name, attributes[name])}`
  for (const name in shapes) {
    if (arrays[name] !== undefined) key += ` ${shapes[name]}`
    else if (optional.includes(name)) key += ' -'
    else throw new GatecastError('ERR_TYPE', `Expected ${name} to be a Float32Array, got undefined`)
  }
  const roots = (): Roots => {
    const inputs = inputsFor(shapes, arrays)
    const operands = Object.keys(shapes).map((name) => inputs[name] ?? null)
    return { inputs, outputs: named(outputs, operate(kind, operands, attributes) as readonly Value[]) }
  }
  return { key, roots, arrays, precision }
}

/** Makes an input for each array that is present; `lengths` is int32, all others are float32. */
const inputsFor = (shapes: Shapes, arrays: Arrays): Record<string, AnyValue> =>
  Object.fromEntries(
    Object.entries(shapes)
      .filter(([name]) => arrays[name] !== undefined)
      .map(([name, shape]) => [name, input([...shape], { type: name === 'lengths' ? 'int32' : 'float32' })]),
  )

/** Pairs names with values of the same position. */
export const named = <T>(names: readonly string[], values: readonly T[]): Record<string, T> =>
  Object.fromEntries(names.map((name, i) => [name, values[i]]))

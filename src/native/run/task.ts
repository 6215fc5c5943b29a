import { binding, type Kernel, type PlainArray, type Precision } from '../../addon/index.ts'
import { GatecastError } from '../../base/error.ts'
import { input } from '../../nn/values/leaf_values.ts'
import { compile, type Roots } from '../../nn/values/program.ts'
import { type AnyValue, type Options, operate, type Value } from '../../nn/values/value.ts'

export type Arrays = Readonly<Record<string, PlainArray | undefined>>

/** What one call runs, in sizes: calls with the same `key` are the same Program. */
export interface Task {
  readonly key: string
  readonly roots: () => Roots
  readonly arrays: Arrays
  readonly precision?: Precision | undefined
}

// A kernel that is kept holds at most a megabyte.
const mostKept = 32
const kept = new Map<string, Kernel>()

/** The kernel of a task: the one of an earlier call, or a new one. */
export function kernelFor({ key, roots, precision = 'float32' }: Task): Kernel {
  const name = `${precision} ${key}`
  const kernel = kept.get(name) ?? new binding.Kernel(compile(roots()), precision)
  // To the end of the map: the first is the one that was not used for longest.
  kept.delete(name)
  kept.set(name, kernel)
  if (kept.size > mostKept) forget(kept.entries().next().value as [string, Kernel])
  return kernel
}

function forget([name, kernel]: [string, Kernel]): void {
  kept.delete(name)
  kernel.dispose()
}

/** The shape of every array that an op may be given, in the order of its inputs. */
export type Shapes = Readonly<Record<string, readonly number[]>>

interface OpCall {
  kind: string
  shapes: Shapes
  /** Arrays that the op can do without. */
  optional?: readonly string[]
  arrays: Arrays
  attributes?: Options
  outputs: readonly string[]
  precision?: Precision | undefined
}

/** A task that is one op. */
export function makeTask({ kind, shapes, optional = [], arrays, attributes = {}, outputs, precision }: OpCall): Task {
  let key = kind
  for (const name in attributes) key += ` ${String(attributes[name])}`
  for (const name in shapes) {
    if (arrays[name] !== undefined) key += ` ${shapes[name]}`
    else if (optional.includes(name)) key += ' -'
    else throw new GatecastError('ERR_TYPE', `Expected ${name} to be a Float32Array, got undefined`)
  }
  const roots = (): Roots => {
    const inputs = inputsFor(shapes, arrays)
    const operands = Object.keys(shapes).map((name) => inputs[name])
    return { inputs, outputs: named(outputs, operate(kind, operands, attributes) as readonly Value[]) }
  }
  return { key, roots, arrays, precision }
}

/** Inputs for the arrays that are there; lengths are whole numbers. */
const inputsFor = (shapes: Shapes, arrays: Arrays): Record<string, AnyValue> =>
  Object.fromEntries(
    Object.entries(shapes)
      .filter(([name]) => arrays[name] !== undefined)
      .map(([name, shape]) => [name, input([...shape], { type: name === 'lengths' ? 'int32' : 'float32' })]),
  )

/** Values by name, in the same order. */
export const named = <T>(names: readonly string[], values: readonly T[]): Record<string, T> =>
  Object.fromEntries(names.map((name, i) => [name, values[i]]))

import { makersOf, type Operation } from '../subject/operations.ts'

/** The ops that some values depend on. */
export function neededFor(operations: readonly Operation[], values: readonly number[]): Set<Operation> {
  const makers = makersOf(operations)
  const needed = new Set(values.map((value) => makers[value]))
  for (const op of operations.toReversed())
    if (needed.has(op)) for (const value of op.inputs) if (value !== null) needed.add(makers[value])
  return needed
}

/**
 * The parameters that each op with data reads first, directly or through ops without data: a slice of a parameter, for
 * example.
 */
export function ownersOf(operations: readonly Operation[]): Map<Operation, Operation[]> {
  const behind = new Map<number, Set<Operation>>()
  const owners = new Map<Operation, Operation[]>()
  const owned = new Set<Operation>()
  for (const op of operations) {
    const read = op.inputs.filter((value) => value !== null)
    const parameters = new Set(read.flatMap((value) => [...(behind.get(value) ?? [])]))
    const isSource = op.kind === 'parameter' || op.kind === 'constant'
    if (isSource || (read.length > 0 && read.every((value) => behind.has(value)))) {
      if (op.kind === 'parameter') parameters.add(op)
      for (const [i] of op.gives.entries()) behind.set(op.first + i, parameters)
      continue
    }
    const own = [...parameters].filter((parameter) => !owned.has(parameter))
    for (const parameter of own) owned.add(parameter)
    if (own.length > 0) owners.set(op, own)
  }
  return owners
}

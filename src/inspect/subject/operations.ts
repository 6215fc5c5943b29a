import { binding, type Dim, type OpData, type ProgramData, type Spec } from '../../addon/index.ts'

/** An op of a Program with the shapes of its values. */
export interface Operation {
  readonly kind: string
  /** The name of its layer, or its kind and its number within the Program. */
  readonly name: string
  readonly attributes: OpData['attributes']
  /** Numbers of the values that it reads; `null` for an input that is absent. */
  readonly inputs: OpData['inputs']
  readonly reads: readonly (Spec | null)[]
  /** Number of its first value; the others follow. */
  readonly first: number
  readonly gives: readonly Spec[]
}

/** The ops of a Program in their order, with the shapes that the rules of the core give. */
export function operationsOf(program: ProgramData): Operation[] {
  const specs: Spec[] = []
  return program.ops.map((op, number): Operation => {
    const { name, ...others } = op.attributes
    // Only sources have a rule that reads the name.
    const attributes = op.kind === 'input' || op.kind === 'parameter' ? op.attributes : others
    const reads = op.inputs.map((value) => (value === null ? null : specs[value]))
    const first = specs.length
    const gives = binding.infer(op.kind, reads, attributes)
    specs.push(...gives)
    return { ...op, name: typeof name === 'string' ? name : `${op.kind}${number}`, reads, first, gives }
  })
}

/** The names of the inputs that some values depend on. */
export function inputsBehind(operations: readonly Operation[], values: readonly number[]): string[] {
  const makers = makersOf(operations)
  const seen = new Set<Operation>()
  const pending = values.map((value) => makers[value])
  for (let next = pending.pop(); next; next = pending.pop()) {
    if (seen.has(next)) continue
    seen.add(next)
    for (const value of next.inputs) if (value !== null) pending.push(makers[value])
  }
  return operations.filter((op) => op.kind === 'input' && seen.has(op)).map(({ name }) => name)
}

/** The op that gives each value. */
export const makersOf = (operations: readonly Operation[]): Operation[] =>
  operations.flatMap((op) => op.gives.map(() => op))

/** The size of a dimension, for example 12 for `4*batch` with a batch of 3. */
export function sizeOfDim(dim: Dim, sizes: { readonly batch: number; readonly time: number }): number {
  if (typeof dim === 'number') return dim
  const [symbol, factor = '1'] = dim.split('*').reverse()
  return Number(factor) * sizes[symbol as 'batch' | 'time']
}

/** The number of elements of a shape. */
export const countOf = (shape: readonly Dim[], sizes: { readonly batch: number; readonly time: number }): number =>
  shape.reduce<number>((product, dim) => product * sizeOfDim(dim, sizes), 1)

import { binding, type Dim, type ProgramData, type Spec } from '../../addon/index.ts'

/**
 * How many numbers all values of a Program have together, its weights included: an upper bound of what a run holds at a
 * time. It asks the shape rule of each op, and allocates nothing of this size.
 *
 * @param sizes - number of samples, and of time steps
 */
export function numbersOf({ ops }: ProgramData, sizes: { batch: number; time: number }): number {
  const specs: Spec[] = []
  for (const { kind, inputs, attributes } of ops)
    specs.push(
      ...binding.infer(
        kind,
        inputs.map((input) => (input === null ? null : specs[input])),
        attributes,
      ),
    )
  return specs.reduce(
    (sum, { shape }) => sum + shape.reduce((product: number, dim) => product * sizeOf(dim, sizes), 1),
    0,
  )
}

/** `7*batch` is seven times the number of samples. */
function sizeOf(dim: Dim, sizes: { batch: number; time: number }): number {
  if (typeof dim === 'number') return dim
  const [factor, name] = dim.includes('*') ? dim.split('*') : ['1', dim]
  return Number(factor) * sizes[name as 'batch' | 'time']
}

// Runs a whole Program on the references.
import type { ProgramData } from '../../src/addon/types.ts'
import { reference } from './index.ts'
import type { DoubleTensor } from './tensor.ts'
import type { Sizes } from './types.ts'

/** Computes the wanted values of a Program from the values of its inputs and parameters, which are given by name. */
export function evaluate(
  { ops }: ProgramData,
  sources: ReadonlyMap<string, DoubleTensor>,
  wanted: readonly number[],
  sizes: Sizes,
): DoubleTensor[] {
  const values: DoubleTensor[] = []
  for (const { kind, inputs, attributes } of ops) {
    const source = kind === 'input' || kind === 'parameter' ? sources.get(attributes.name as string) : undefined
    const given = inputs.map((k) => (k === null ? null : values[k]))
    values.push(...(source ? [source] : reference[kind](given, attributes, sizes)))
  }
  return wanted.map((k) => values[k])
}

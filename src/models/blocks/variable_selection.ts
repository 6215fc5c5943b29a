// Selection of variables by weights that depend on their values. Source: Lim, Arik, Loeff, Pfister 2021, section 4.2.

import { add, concat, linear, multiply, slice, type Value } from '../../nn/index.ts'
import { operate, Scope } from '../../nn/values/value.ts'
import { type GatedOptions, gatedResidual, type Vectors } from './gated.ts'
import type { Sequence } from './sequence.ts'
import type { Columns } from './window_inputs.ts'

/** The name of the op that gives the weights of a selection, `[.., variables]`. */
export const weightsOf = (selection: string): string => `${selection}.weights`

/**
 * Splits the parts that `WindowInputs` made of columns into one value for each variable.
 *
 * @param parts - the numeric columns together, if there are any, and then each column of categories
 */
export function variablesIn<V extends Vectors>(parts: readonly V[], { numeric, numericVariables }: Columns): V[] {
  if (numeric.length === 0) return [...parts]
  const [together, ...categories] = parts
  const sizes = numericVariables?.map(({ size }) => size) ?? numeric.map(() => 1)
  const axis = together.shape.length - 1
  const starts = sizes.map((_, i) => sizes.slice(0, i).reduce((sum, size) => sum + size, 0))
  const split = sizes.map((size, i) => slice(together as Value, { axis, start: starts[i], end: starts[i] + size }))
  return [...(split as Value[] as V[]), ...categories]
}

/**
 * Joins variables to one vector of `hiddenSize` numbers: each has a network of its own, and the vectors are added with
 * weights that follow from all variables and the context.
 */
export function selected<V extends Vectors>(name: string, variables: readonly V[], options: GatedOptions): V {
  const { hiddenSize, context, ...others } = options
  const own = (x: V, i: number) => linear(x as Sequence, hiddenSize, { name: `${name}.in${i}` }) as Value as V
  const read = variables.map(own)
  const made = read.map((x, i) => gatedResidual(`${name}.variable${i}`, x, { hiddenSize, ...others }))
  if (made.length === 1) return made[0]
  const all = concat(read as unknown as [Sequence, ...Sequence[]], -1) as Value as V
  const scores = gatedResidual(`${name}.scores`, all, { ...options, size: made.length })
  const weights = weighed(weightsOf(name), scores)
  return made
    .map((x, i) => multiply(x as Value, oneOf(weights, i)) as Value)
    .reduce((sum, x) => add(sum, x) as Value) as V
}

/** The softmax, with a name by which it can be found in the Program. */
const weighed = (name: string, scores: Vectors): Value =>
  operate('softmax', [scores], { axis: -1 }, { scope: new Scope('softmax', name) })[0] as Value

const oneOf = (weights: Value, i: number): Value =>
  slice(weights, { axis: weights.shape.length - 1, start: i, end: i + 1 }) as Value

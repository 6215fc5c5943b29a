import type { Dim, ProgramData } from '../../addon/index.ts'
import { defined } from '../../base/defined.ts'
import { dropout } from '../ops/normalising.ts'
import type { RecurrentOptions, RecurrentWeights } from '../ops/recurrent.ts'
import { recurrentWeights } from '../ops/recurrent.ts'
import { concat } from '../ops/shape.ts'
import { input } from '../values/leaf_values.ts'
import { compile } from '../values/program.ts'
import { type AnyValue, Scope, type Value } from '../values/value.ts'

export type StateName = 'hidden' | 'cell'
type Sequence = Value<[Dim, Dim, number]>
type State = Value<[Dim, number]>

/** Outputs of one recurrent op. */
export type CellValues = { output: Sequence } & { readonly [S in StateName]?: State }

/** One of the three recurrent ops, with the options of its kind already set. */
export type Cell = (
  x: Sequence,
  options: RecurrentOptions<Dim, number> & { initial: { hidden: State; cell: State } },
) => CellValues

export interface StackOptions {
  inputSize: number
  hiddenSize: number
  layers: number
  bidirectional: boolean
  bias: boolean
  dropout: number
  recurrentInitial: 'uniform' | 'orthogonal'
  forgetBias?: number
}

/**
 * The ends of the parameters' names in PyTorch's order: layer by layer and, within each layer, first the forward
 * direction and then the reverse one.
 */
export const suffixes = ({ layers, bidirectional }: StackOptions): string[] =>
  Array.from({ length: layers }, (_, l) => (bidirectional ? [`l${l}`, `l${l}_reverse`] : [`l${l}`])).flat()

/**
 * Compiles a stack of recurrent ops, each reading the output of the one before it. Inputs are `x`, the first states of
 * each op (`hidden0`, `cell0`, ...) and optionally `lengths`; outputs are `output` and the last states.
 */
export function stack(
  cell: Cell,
  gates: number,
  states: readonly StateName[],
  options: StackOptions,
  withLengths: boolean,
): ProgramData {
  const { inputSize, hiddenSize, layers, bidirectional } = options
  const directions = bidirectional ? 2 : 1
  const scope = new Scope('', '')
  const weights = suffixes(options).map((suffix, i): RecurrentWeights => {
    const size = i < directions ? inputSize : directions * hiddenSize
    return recurrentWeights(scope, gates, size, options, `_${suffix}`)
  })
  const x: Sequence = input(['batch', 'time', inputSize])
  const lengths = withLengths ? input(['batch'], { type: 'int32' }) : undefined
  const inputs: Record<string, AnyValue> = { x, ...defined({ lengths }) }
  const outputs: Record<string, Value> = {}
  let output = x
  for (let l = 0; l < layers; l++) {
    const both = suffixes(options)
      .slice(l * directions, (l + 1) * directions)
      .map((name, d) => {
        const i = l * directions + d
        const initial = Object.fromEntries(states.map((state) => [state, input(['batch', hiddenSize])]))
        const values = cell(output, {
          name,
          hiddenSize,
          weights: weights[i],
          initial: initial as { hidden: State; cell: State },
          reverse: d === 1,
          lengths,
        })
        for (const state of states) {
          inputs[`${state}${i}`] = initial[state]
          outputs[`${state}${i}`] = values[state] as State
        }
        return values.output
      })
    const joined = bidirectional ? (concat([both[0], both[1]], 2) as Sequence) : both[0]
    output = options.dropout > 0 && l < layers - 1 ? dropout(joined, options.dropout) : joined
  }
  return compile({ inputs, outputs: { output, ...outputs } })
}

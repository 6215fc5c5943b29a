import type { Dim } from '../../addon/index.ts'
import { optionsOf, whole } from '../../base/options/options.ts'
import { countOf, inputsBehind, makersOf, type Operation, operationsOf } from '../subject/operations.ts'
import { type Network, subjectOf } from '../subject/subject.ts'
import { multiplyAddsOf } from './multiply_adds.ts'
import type { LayerSummary, SummaryParts } from './summary_parts.ts'
import { summaryText } from './summary_text.ts'
import { neededFor, ownersOf } from './weight_owners.ts'

/**
 * Layers, weights, work and memory of a network. `console.log` and `String()` print it as a table.
 *
 * @example
 * const { weights, multiplyAdds, layers } = summary(model, { time: 168 })
 */
export class Summary implements SummaryParts {
  /** The layers in the order in which they run. */
  readonly layers: readonly LayerSummary[]
  /** The inputs by name, with their shapes. */
  readonly inputs: Readonly<Record<string, readonly Dim[]>>
  /** The outputs by name, with their shapes. */
  readonly outputs: Readonly<Record<string, readonly Dim[]>>
  /** Number of all trained weights. */
  readonly weights: number
  /** Multiply-adds of the products of a forward pass over one sample, without the loss. */
  readonly multiplyAdds: number
  /** Number of time steps that the counts are for. */
  readonly time: number
  /**
   * Bytes of the weights, and of all values of a forward pass over one sample. Training also keeps a gradient for each
   * weight, and Adam two more numbers.
   */
  readonly bytes: { readonly weights: number; readonly values: number }
  /** Number of ops of each kind, sources included. */
  readonly operations: Readonly<Record<string, number>>

  /** @internal */
  constructor(parts: SummaryParts) {
    this.layers = parts.layers
    this.inputs = parts.inputs
    this.outputs = parts.outputs
    this.weights = parts.weights
    this.multiplyAdds = parts.multiplyAdds
    this.time = parts.time
    this.bytes = parts.bytes
    this.operations = parts.operations
  }

  /**
   * The summary as a table.
   *
   * @returns plain text, a line for each layer
   */
  toString(): string {
    return summaryText(this)
  }

  /** @internal The text that `console.log` prints. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return summaryText(this)
  }
}

/**
 * Counts layers, weights, multiply-adds and memory of a network.
 *
 * Products are counted (of dense and recurrent layers, convolutions, attention and matrices), work on single elements is
 * not. Attention with `causal` counts the pairs that it computes.
 *
 * @param network - a model, a fitted network forecaster, or a layer `Lstm`, `Gru` or `Rnn`
 * @param options.time - number of time steps, for shapes with the dimension `time`; default 1
 * @returns the counts for one sample; it prints as a table
 * @throws {GatecastError} `ERR_TYPE` for something else than a network, `ERR_DATA` for a forecaster before `fit`,
 * `ERR_RANGE` naming the option
 * @example
 * console.log(summary(model, { time: 24 }))
 */
export function summary(network: Network, options: { time?: number } = {}): Summary {
  const { time = 1 } = optionsOf('summary', options, { time: whole(1) })
  const { program } = subjectOf('summary', network)
  const sizes = { batch: 1, time }
  const all = operationsOf(program)
  const makers = makersOf(all)
  const needed = neededFor(all, Object.values(program.outputs))
  const operations = all.filter((op) => needed.has(op))
  const owners = ownersOf(operations)
  const shapesOf = (names: readonly string[], find: (name: string) => readonly Dim[]) =>
    Object.fromEntries(names.map((name) => [name, find(name)]))
  const layers = operations
    .map(
      (op): LayerSummary => ({
        name: op.name,
        kind: op.kind,
        input: op.reads[0]?.shape ?? [],
        output: op.gives[0].shape,
        weights: (owners.get(op) ?? []).reduce((sum, parameter) => sum + countOf(parameter.gives[0].shape, sizes), 0),
        multiplyAdds: multiplyAddsOf(op, sizes),
      }),
    )
    .filter(({ weights, multiplyAdds }) => weights + multiplyAdds > 0)
  const parameters = all.filter(({ kind }) => kind === 'parameter')
  const weights = parameters.reduce((sum, { gives }) => sum + countOf(gives[0].shape, sizes), 0)
  const values = operations
    .filter(({ kind }) => kind !== 'parameter')
    .flatMap(({ gives }) => gives)
    .reduce((sum, { shape }) => sum + countOf(shape, sizes), 0)
  return new Summary({
    layers,
    inputs: shapesOf(inputsBehind(all, Object.values(program.outputs)), (name) => inputNamed(all, name).gives[0].shape),
    outputs: shapesOf(Object.keys(program.outputs), (name) => {
      const value = program.outputs[name]
      return makers[value].gives[value - makers[value].first].shape
    }),
    weights,
    multiplyAdds: layers.reduce((sum, layer) => sum + layer.multiplyAdds, 0),
    time,
    bytes: { weights: 4 * weights, values: 4 * values },
    operations: countKinds(operations),
  })
}

const inputNamed = (operations: readonly Operation[], name: string): Operation =>
  operations.find((op) => op.kind === 'input' && op.name === name) as Operation

function countKinds(operations: readonly Operation[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { kind } of operations) counts[kind] = (counts[kind] ?? 0) + 1
  return counts
}

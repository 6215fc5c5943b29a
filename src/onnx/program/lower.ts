import { type Attribute, binding, type OpData, type ProgramData, type Spec, type Tensors } from '../../addon/index.ts'
import { GatecastError } from '../../base/error.ts'
import type { Graph, Name } from '../graph/graph.ts'
import { lowerings } from '../ops/index.ts'
import { Sizes } from './sizes.ts'
import type { States } from './states.ts'

/** A Program to write into a graph. */
export interface Lowered {
  readonly graph: Graph
  readonly program: ProgramData
  readonly parameters: Tensors
  /** The value of an input of the Program, which has this shape and type. */
  feed(name: string, spec: Spec): Name
  readonly states?: States
}

/** A value of a Program in a graph. */
export interface Value extends Spec {
  readonly name: Name
}

/**
 * Writes the ops that the outputs of a Program depend on into a graph.
 *
 * @returns the value of each output by its name
 * @throws {GatecastError} `ERR_PROGRAM` naming an op that ONNX has nothing for
 */
export function lowerProgram(call: Lowered): Readonly<Record<string, Value>> {
  const { program } = call
  const sizes = new Sizes(call.graph)
  const specs = specsOf(program)
  const needed = neededOps(program, specs)
  // The numbers of values count through the outputs of all ops, also of those that are not needed.
  const values: (Value | null)[] = []
  for (const [place, op] of program.ops.entries()) {
    const outputs = specs[place]
    const names = needed.has(place) ? lowerOp(call, op, { place, outputs, sizes, values }) : null
    values.push(...outputs.map((spec, i) => names && { ...spec, name: names[i] }))
  }
  return Object.fromEntries(Object.entries(program.outputs).map(([name, number]) => [name, values[number] as Value]))
}

interface Place {
  /** The number of the op. */
  readonly place: number
  readonly outputs: readonly Spec[]
  readonly sizes: Sizes
  /** The values of the ops before it. */
  readonly values: readonly (Value | null)[]
}

/** Adds the nodes of an op, and returns the names of its outputs. */
function lowerOp(call: Lowered, op: OpData, { place, outputs, sizes, values }: Place): readonly Name[] {
  const source = sourceOf(call, op, outputs[0])
  if (source !== null) {
    if (op.kind === 'input') sizes.add(source, outputs[0])
    return [source]
  }
  const lowering = lowerings[op.kind]
  if (!lowering) throw noLowering(op)
  const read = op.inputs.map((number) => (number === null ? null : values[number]))
  return lowering({
    ...{ graph: call.graph, sizes, states: call.states ?? null, outputs, kind: op.kind, attributes: op.attributes },
    ...{ specs: read, inputs: read.map((value) => value?.name ?? null) },
    // The name of the layer, or the kind and the place of the op.
    name: String(op.attributes.name ?? `${op.kind}${place}`),
  })
}

/** The outputs of each op. */
function specsOf({ ops }: ProgramData): Spec[][] {
  const values: Spec[] = []
  return ops.map(({ kind, inputs, attributes }) => {
    const read = inputs.map((number) => (number === null ? null : values[number]))
    const outputs = binding.infer(kind, read, attributes)
    values.push(...outputs)
    return outputs
  })
}

/** The places of the ops that the outputs depend on. */
function neededOps({ ops, outputs }: ProgramData, specs: readonly Spec[][]): Set<number> {
  const makers = specs.flatMap((own, place) => own.map(() => place))
  const needed = new Set<number>()
  const pending = Object.values(outputs).map((number) => makers[number])
  for (let place = pending.pop(); place !== undefined; place = pending.pop()) {
    if (needed.has(place)) continue
    needed.add(place)
    for (const number of ops[place].inputs) if (number !== null) pending.push(makers[number])
  }
  return needed
}

/** The value of an op without inputs, or `null` for other ops. */
function sourceOf({ graph, parameters, feed }: Lowered, { kind, attributes }: OpData, spec: Spec): Name | null {
  const name = String(attributes.name)
  if (kind === 'input') return feed(name, spec)
  if (kind === 'parameter') {
    const { shape, data } = parameters[name]
    return graph.store(name, { type: 'float', shape, data: data as Float32Array })
  }
  if (kind === 'constant') return graph.floats(numbers(attributes.values), spec.shape as number[])
  return null
}

const numbers = (values: Attribute | undefined): number[] => Array.from([values].flat() as number[])

function noLowering({ kind }: OpData): GatecastError {
  return new GatecastError(
    'ERR_PROGRAM',
    `toOnnx: Expected outputs that ops of a network compute, got the loss ${kind}. Make a model without this output: an ` +
      'ONNX model predicts and does not train',
  )
}

import type { DataType, ProgramData, Tensors } from '../../addon/index.ts'
import { GatecastError } from '../../base/error.ts'
import type { OnnxDescription } from '../description.ts'
import { Graph } from '../graph/graph.ts'
import type { NumberType } from '../graph/messages.ts'
import { lowerProgram } from './lower.ts'
import { nextOf, States } from './states.ts'

/** A model that is ready to be written. */
export interface OnnxModel {
  readonly graph: Graph
  readonly description: OnnxDescription
}

/** The types of a Program's values in ONNX. */
export const numberTypes: Readonly<Record<DataType, NumberType>> = { float32: 'float', int32: 'int32' }

/**
 * The model of a Program: its inputs and outputs are those of `predict`.
 *
 * @param carriesStates - whether the states of recurrent ops are inputs and outputs as well
 */
export function programOnnx(kind: string, program: ProgramData, parameters: Tensors, carriesStates = false): OnnxModel {
  checkNames(program)
  const graph = new Graph()
  graph.reserve([...inputNames(program), ...Object.keys(program.outputs)])
  const states = carriesStates ? new States(graph) : undefined
  const inputs: OnnxDescription['inputs'][number][] = []
  const found = lowerProgram({
    ...{ graph, program, parameters, ...(states ? { states } : {}) },
    feed(name, { type, shape }) {
      inputs.push({ name, type, shape })
      return graph.input(name, numberTypes[type], shape)
    },
  })
  const outputs = Object.entries(found).map(([name, { name: value, type, shape }]) => {
    graph.output(name, value, numberTypes[type], shape)
    return { name, type, shape }
  })
  const description: OnnxDescription = {
    kind,
    inputs: [...inputs, ...(states?.inputs ?? [])],
    outputs: [...(states?.outputs ?? []), ...outputs],
    ...(states ? { states: states.names } : {}),
  }
  return { graph, description }
}

/** The model of a layer, whose states are inputs and outputs of the same names: the outputs get the end `.next`. */
export function layerOnnx(kind: string, program: ProgramData, parameters: Tensors): OnnxModel {
  const before = new Set(inputNames(program))
  const outputs = Object.entries(program.outputs).map(
    ([name, number]) => [before.has(name) ? nextOf(name) : name, number] as const,
  )
  const { graph, description } = programOnnx(kind, { ...program, outputs: Object.fromEntries(outputs) }, parameters)
  const states = Object.keys(program.outputs).filter((name) => before.has(name))
  return { graph, description: { ...description, states: states.map((input) => ({ input, output: nextOf(input) })) } }
}

export const inputNames = ({ ops }: ProgramData): string[] =>
  ops.flatMap(({ kind, attributes }) => (kind === 'input' ? [String(attributes.name)] : []))

function checkNames(program: ProgramData): void {
  const both = inputNames(program).find((name) => Object.hasOwn(program.outputs, name))
  if (both === undefined) return
  throw new GatecastError(
    'ERR_PROGRAM',
    `toOnnx: Expected inputs and outputs of different names, as ONNX asks for, got "${both}" for both. Rename the output`,
  )
}

import type { Spec } from '../../addon/index.ts'
import type { OnnxInput, OnnxOutput } from '../description.ts'
import type { Graph, Name } from '../graph/graph.ts'

/** The name of the output with a state for the next call. */
export const nextOf = (state: string): string => `${state}.next`

/** The states of recurrent ops as inputs and outputs of a graph. */
export class States {
  readonly inputs: OnnxInput[] = []
  readonly outputs: OnnxOutput[] = []
  readonly #graph: Graph

  constructor(graph: Graph) {
    this.#graph = graph
  }

  /** Which output is which input of the next call. */
  get names(): readonly { readonly input: string; readonly output: string }[] {
    return this.inputs.map(({ name }) => ({ input: name, output: nextOf(name) }))
  }

  /** Adds the input of a state: its value before the first step. */
  before(op: string, state: string, shape: Spec['shape']): Name {
    const name = `${op}.${state}`
    this.inputs.push({ name, type: 'float32', shape, meaning: 'A state: zeros before the first call.' })
    return this.#graph.input(name, 'float', shape)
  }

  /** Adds the output of a state: its value after the last step. */
  after(op: string, state: string, shape: Spec['shape'], value: Name): void {
    const name = nextOf(`${op}.${state}`)
    this.outputs.push({ name, type: 'float32', shape, meaning: 'A state for the next call.' })
    this.#graph.output(name, value, 'float', shape)
  }
}

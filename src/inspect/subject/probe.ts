import { abortable } from '../../addon/abortable.ts'
import { binding, type Graph, type Samples, type Tensor, type Tensors } from '../../addon/index.ts'
import type { CallOptions } from '../../base/abort.ts'
import { isFloat32Array, isInt32Array } from '../../base/brand.ts'
import { listNames, shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { toTensors } from '../../nn/values/tensor.ts'
import { pack } from '../../nn/values/weights.ts'
import { inputsBehind, type Operation, operationsOf } from './operations.ts'
import type { Subject } from './subject.ts'

/** Number of samples that run at a time. */
const batchSize = 64

/** @throws {GatecastError} `ERR_TYPE`, `ERR_SHAPE` naming the input */
function checkTensor(name: string, { shape, data }: Tensor): void {
  const isArray = isFloat32Array(data) || isInt32Array(data)
  if (!Array.isArray(shape) || !isArray)
    throw new GatecastError(
      'ERR_TYPE',
      `Expected "${name}" to be a tensor with a shape and a Float32Array or Int32Array, got ` +
        `${isArray ? `the shape ${shown(shape)}` : shown(data)}. Make it with tensor(array, shape)`,
    )
  const count = shape.reduce((product, size) => product * Number(size), 1)
  if (count === data.length) return
  throw new GatecastError(
    'ERR_SHAPE',
    `Expected "${name}" to hold ${count} numbers for shape [${shape.join(', ')}], got ${data.length}`,
  )
}

/** Computes any values of a Program, with the weights of the network it belongs to. */
export class Probe {
  readonly subject: Subject
  readonly operations: readonly Operation[]
  readonly #graphs = new Set<Graph>()

  constructor(subject: Subject) {
    this.subject = subject
    this.operations = operationsOf(subject.program)
  }

  /** A graph of the Program. It is disposed with the probe. */
  graph(outputs: Readonly<Record<string, number>> = this.subject.program.outputs): Graph {
    const { program, parameters } = this.subject
    const whole = outputs === program.outputs
    const graph = new binding.Graph(whole ? program : { ...program, outputs, loss: null, metrics: {} })
    graph.setWeights(pack(graph.parameters, parameters))
    this.#graphs.add(graph)
    return graph
  }

  /** Converts nested arrays to tensors of the types of the inputs. */
  tensors(data: unknown): Tensors {
    const inputs = this.operations.filter(({ kind }) => kind === 'input')
    const types = Object.fromEntries(inputs.map(({ name, gives }) => [name, gives[0].type]))
    const tensors = toTensors(data, types, 'the data')
    for (const [name, tensor] of Object.entries(tensors)) checkTensor(name, tensor)
    return tensors
  }

  /**
   * Converts the data of a network, and checks their names.
   *
   * @throws {GatecastError} `ERR_DATA` for the name of no input; as `tensors`
   */
  data(given: unknown): Tensors {
    const tensors = this.tensors(given)
    const names = this.operations.flatMap(({ kind, name }) => (kind === 'input' ? [name] : []))
    const unknown = Object.keys(tensors).find((name) => !names.includes(name))
    if (unknown === undefined) return tensors
    throw new GatecastError(
      'ERR_DATA',
      `Expected data for inputs of the network (${listNames(names)}), got an array named ${JSON.stringify(unknown)}`,
    )
  }

  /** @throws {GatecastError} `ERR_DATA` naming an input that an output depends on and that the data lack */
  checkComplete({ name, value }: { name: string; value: number }, data: Tensors): void {
    const missing = this.inputsOf([value]).find((input) => !(input in data))
    if (missing === undefined) return
    throw new GatecastError(
      'ERR_DATA',
      `Expected data for input ${JSON.stringify(missing)}, which the output ${JSON.stringify(name)} depends on, got none`,
    )
  }

  /** A function that computes values that have a batch dimension, by their numbers. */
  reader(numbers: readonly number[]): (samples: Samples, call: CallOptions) => Promise<Map<number, Tensor>> {
    let graph: Graph | undefined
    return (samples, call) => {
      graph ??= this.graph(byNumber(numbers))
      return compute(graph, numbers, samples, call, batchSize)
    }
  }

  /**
   * Computes values that do not depend on data: weights, also slices of them and other functions.
   *
   * @throws {GatecastError} `ERR_DATA` if they do depend on data
   */
  async weights(numbers: readonly number[], call: CallOptions): Promise<Map<number, Tensor>> {
    return numbers.length === 0 ? new Map() : compute(this.graph(byNumber(numbers)), numbers, {}, call, 1)
  }

  /** The names of the inputs that values depend on. */
  inputsOf(numbers: readonly number[]): string[] {
    return inputsBehind(this.operations, numbers)
  }

  [Symbol.dispose](): void {
    for (const graph of this.#graphs) graph.dispose()
  }
}

const byNumber = (numbers: readonly number[]): Record<string, number> =>
  Object.fromEntries(numbers.map((value) => [`value${value}`, value]))

async function compute(
  graph: Graph,
  numbers: readonly number[],
  samples: Samples,
  call: CallOptions,
  size: number,
): Promise<Map<number, Tensor>> {
  const tensors = await abortable(call, (run) => graph.predict(samples, { ...run, batchSize: size }))
  return new Map(numbers.map((value) => [value, tensors[`value${value}`]]))
}

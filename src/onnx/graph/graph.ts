import { create } from '@bufbuild/protobuf'
import {
  type GraphProto,
  GraphProtoSchema,
  type NodeProto,
  NodeProtoSchema,
  type ValueInfoProto,
} from '../schema/onnx_pb.js'
import {
  type AttributeValue,
  attribute,
  type Constant,
  type NumberType,
  tensor,
  typeNumbers,
  valueInfo,
} from './messages.ts'
import { Names } from './names.ts'

/** The name of a value in a graph. */
export type Name = string

/**
 * An ONNX graph under construction: nodes in the order in which they are added, numbers that are stored with it, inputs
 * and outputs. Body graphs of loops share names and stored numbers with the graph around them.
 */
export class Graph {
  readonly #names: Names
  readonly #constants: Map<Name, Constant>
  readonly #isBody: boolean
  readonly #nodes: NodeProto[] = []
  readonly #inputs: ValueInfoProto[] = []
  readonly #outputs: ValueInfoProto[] = []
  readonly #known = new Map<string, Name>()
  /** All names that nodes read, those of bodies included. */
  readonly #read: Set<Name>

  constructor(around?: Graph) {
    this.#names = around ? around.#names : new Names()
    this.#constants = around ? around.#constants : new Map()
    this.#read = around ? around.#read : new Set()
    this.#isBody = around !== undefined
  }

  /** Makes the graph of a loop's body. */
  body(): Graph {
    return new Graph(this)
  }

  /** Keeps names for the inputs and outputs of the model, so that no inner value gets them. */
  reserve(names: Iterable<string>): void {
    for (const name of names) this.#names.reserve(name)
  }

  /** Adds a node with several outputs. An input that is `null` is absent. */
  node(
    type: string,
    inputs: readonly (Name | null)[],
    attributes: Readonly<Record<string, AttributeValue>> = {},
    outputs = 1,
  ): Name[] {
    const given = inputs.map((name) => name ?? '')
    while (given.at(-1) === '') given.pop()
    for (const name of given) this.#read.add(name)
    const output = Array.from({ length: outputs }, () => this.#names.fresh(type))
    const entries = Object.entries(attributes).map(([name, value]) => attribute(name, value))
    this.#nodes.push(
      create(NodeProtoSchema, { opType: type, name: output[0], input: given, output, attribute: entries }),
    )
    return output
  }

  /** Adds a node with one output. */
  op(type: string, inputs: readonly (Name | null)[], attributes: Readonly<Record<string, AttributeValue>> = {}): Name {
    return this.node(type, inputs, attributes)[0]
  }

  cast(value: Name, to: NumberType): Name {
    return this.op('Cast', [value], { to: typeNumbers[to] })
  }

  /** Stores numbers under a name of their own, for example the weights of a layer. */
  store(name: string, constant: Constant): Name {
    const own = this.#names.take(name)
    this.#constants.set(own, constant)
    return own
  }

  /** The numbers of a stored value, or `undefined` if it is computed. */
  constantOf(name: Name): Constant | undefined {
    return this.#constants.get(name)
  }

  floats(values: readonly number[], shape: readonly number[] = [values.length]): Name {
    return this.#constant({ type: 'float', shape, data: Float32Array.from(values) })
  }

  float(value: number): Name {
    return this.floats([value], [])
  }

  doubles(values: readonly number[], shape: readonly number[] = [values.length]): Name {
    return this.#constant({ type: 'double', shape, data: Float64Array.from(values) })
  }

  double(value: number): Name {
    return this.doubles([value], [])
  }

  ints(values: readonly number[], shape: readonly number[] = [values.length]): Name {
    return this.#constant({ type: 'int64', shape, data: BigInt64Array.from(values, BigInt) })
  }

  /** Adds an input with exactly this name. */
  input(name: string, type: NumberType, shape: readonly (number | string)[]): Name {
    this.#inputs.push(valueInfo(name, type, shape))
    return name
  }

  /** Makes a value an output with exactly this name. */
  output(name: string, value: Name, type: NumberType, shape: readonly (number | string)[]): void {
    this.#read.add(value)
    this.#nodes.push(create(NodeProtoSchema, { opType: 'Identity', name, input: [value], output: [name] }))
    this.#outputs.push(valueInfo(name, type, shape))
  }

  /** An input of a loop's body, with a new name. */
  bodyInput(type: NumberType, shape: readonly (number | string)[]): Name {
    return this.input(this.#names.fresh('body'), type, shape)
  }

  bodyOutput(value: Name, type: NumberType, shape: readonly (number | string)[]): void {
    this.output(this.#names.fresh('body'), value, type, shape)
  }

  message(): GraphProto {
    const stored = this.#isBody ? [] : [...this.#constants].filter(([name]) => this.#read.has(name))
    return create(GraphProtoSchema, {
      name: this.#isBody ? 'body' : 'gatecast',
      node: this.#nodes,
      input: this.#inputs,
      output: this.#outputs,
      initializer: stored.map(([name, constant]) => tensor(name, constant)),
    })
  }

  /** Stores numbers once, however often they are asked for. */
  #constant(constant: Constant): Name {
    const key = `${constant.type} ${constant.shape} ${constant.data}`
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const name = this.store('constant', constant)
    this.#known.set(key, name)
    return name
  }
}

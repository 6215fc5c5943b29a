// Writes ONNX models for onnxruntime, with the messages of bench/peers/onnx.proto.

import type { Tensor } from 'gatecast/nn'
import { peersFolder, requirePeer } from './load.ts'

export interface OnnxNode {
  op: string
  /** Names of inputs and outputs. An empty name stands for an optional one that is absent. */
  inputs: readonly string[]
  outputs: readonly string[]
  attributes?: Readonly<Record<string, number | string | readonly number[]>>
}

export interface OnnxModel {
  nodes: readonly OnnxNode[]
  weights: Readonly<Record<string, Tensor | readonly number[]>>
  /** The inputs by name, with the arrays that the model runs on. */
  inputs: Readonly<Record<string, Tensor>>
  outputs: readonly string[]
}

interface Message {
  encode(value: object): { finish(): Uint8Array }
}
interface Protobuf {
  loadSync(path: string): { lookupType(name: string): Message }
}

/** Numbers from ONNX: TensorProto.DataType and AttributeProto.AttributeType. */
const float = 1
const int64 = 7
const attributeTypes = { number: 2, string: 3, list: 7 }

export function encodeModel({ nodes, weights, inputs, outputs }: OnnxModel): Uint8Array {
  const protobuf = requirePeer('protobufjs') as Protobuf
  const model = protobuf.loadSync(`${peersFolder}/onnx.proto`).lookupType('Model')
  const graph = {
    name: 'case',
    node: nodes.map(({ op, inputs: input, outputs: output, attributes = {} }) => ({
      opType: op,
      input,
      output,
      attribute: Object.entries(attributes).map(([name, value]) => ({ name, ...attribute(value) })),
    })),
    initializer: Object.entries(weights).map(([name, values]) => ({ name, ...initializer(values) })),
    input: Object.entries(inputs).map(([name, { shape }]) => value(name, shape)),
    output: outputs.map((name) => value(name)),
  }
  return model.encode({ irVersion: 8, graph, opsetImport: [{ domain: '', version: 17 }] }).finish()
}

function attribute(value: number | string | readonly number[]): object {
  if (typeof value === 'number') return { type: attributeTypes.number, i: value }
  if (typeof value === 'string') return { type: attributeTypes.string, s: Buffer.from(value) }
  return { type: attributeTypes.list, ints: value }
}

function initializer(values: Tensor | readonly number[]): object {
  if (!('data' in values))
    return { dataType: int64, dims: [values.length], rawData: bytes(BigInt64Array.from(values, BigInt)) }
  return { dataType: float, dims: values.shape, rawData: bytes(values.data) }
}

const bytes = (array: ArrayBufferView): Uint8Array => new Uint8Array(array.buffer, array.byteOffset, array.byteLength)

const value = (name: string, shape?: readonly number[]): object => ({
  name,
  type: {
    tensorType: { elemType: float, ...(shape && { shape: { dim: shape.map((dimValue) => ({ dimValue })) } }) },
  },
})

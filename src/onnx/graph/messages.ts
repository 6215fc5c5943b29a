// Makes the messages of ONNX from plain values.

import { create } from '@bufbuild/protobuf'
import type { Dim } from '../../addon/index.ts'
import {
  type AttributeProto,
  AttributeProtoSchema,
  AttributeProto_AttributeType as AttributeType,
  TensorProto_DataType as DataType,
  type GraphProto,
  type TensorProto,
  TensorProtoSchema,
  type ValueInfoProto,
  ValueInfoProtoSchema,
} from '../schema/onnx_pb.js'

/** The types of numbers in a graph, and the arrays that hold them. */
export interface Arrays {
  float: Float32Array
  double: Float64Array
  int32: Int32Array
  int64: BigInt64Array
  bool: Uint8Array
}

export type NumberType = keyof Arrays

/** Numbers that are stored in the graph. */
export interface Constant<T extends NumberType = NumberType> {
  readonly type: T
  readonly shape: readonly number[]
  readonly data: Arrays[T]
}

/** The number of a type in messages, and in the attribute `to` of a Cast. */
export const typeNumbers: Readonly<Record<NumberType, number>> = {
  float: DataType.FLOAT,
  double: DataType.DOUBLE,
  int32: DataType.INT32,
  int64: DataType.INT64,
  bool: DataType.BOOL,
}

/** A number of an attribute that is not whole by its nature. A plain number is an integer. */
export class Real {
  readonly value: number

  constructor(value: number) {
    this.value = value
  }
}

export type AttributeValue = number | readonly number[] | string | readonly string[] | Real | { message(): GraphProto }

const text = new TextEncoder()

export function attribute(name: string, value: AttributeValue): AttributeProto {
  const make = (type: AttributeType, fields: object) => create(AttributeProtoSchema, { name, type, ...fields })
  if (typeof value === 'number') return make(AttributeType.INT, { i: BigInt(value) })
  if (typeof value === 'string') return make(AttributeType.STRING, { s: text.encode(value) })
  if (value instanceof Real) return make(AttributeType.FLOAT, { f: value.value })
  if ('message' in value) return make(AttributeType.GRAPH, { g: value.message() })
  if (value.every((each) => typeof each === 'string'))
    return make(AttributeType.STRINGS, { strings: value.map((each) => text.encode(each)) })
  return make(AttributeType.INTS, { ints: value.map((each) => BigInt(each)) })
}

export const tensor = (name: string, { type, shape, data }: Constant): TensorProto =>
  create(TensorProtoSchema, {
    name,
    dataType: typeNumbers[type],
    dims: shape.map(BigInt),
    rawData: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
  })

/** An input or an output of a graph. A size that is a text differs from call to call; equal texts are equal sizes. */
export const valueInfo = (name: string, type: NumberType, shape: readonly (Dim | string)[]): ValueInfoProto =>
  create(ValueInfoProtoSchema, {
    name,
    type: {
      value: {
        case: 'tensorType',
        value: {
          elemType: typeNumbers[type],
          shape: {
            dim: shape.map((size) => ({
              value:
                typeof size === 'number'
                  ? ({ case: 'dimValue', value: BigInt(size) } as const)
                  : ({ case: 'dimParam', value: size } as const),
            })),
          },
        },
      },
    },
  })

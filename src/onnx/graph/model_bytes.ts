import { create, toBinary } from '@bufbuild/protobuf'
import { GatecastError } from '../../base/error.ts'
import { ModelProtoSchema } from '../schema/onnx_pb.js'
import type { Graph } from './graph.ts'

/** The set of operators that models use. Runtimes since 2023 know it. */
export const opset = 18
/** The version of the file format that belongs to the operators. */
const irVersion = 8

/** The largest message that readers of protocol buffers accept. */
const mostBytes = 2 ** 31 - 1

/**
 * Writes a model.
 *
 * @param metadata - texts by name, which runtimes show beside the model
 * @throws {GatecastError} `ERR_RANGE` for a model that no reader accepts
 */
export function modelBytes(graph: Graph, metadata: Readonly<Record<string, string>>): Uint8Array {
  const bytes = toBinary(
    ModelProtoSchema,
    create(ModelProtoSchema, {
      irVersion: BigInt(irVersion),
      producerName: 'gatecast',
      opsetImport: [{ domain: '', version: BigInt(opset) }],
      graph: graph.message(),
      metadataProps: Object.entries(metadata).map(([key, value]) => ({ key, value })),
    }),
  )
  if (bytes.length <= mostBytes) return bytes
  throw new GatecastError(
    'ERR_RANGE',
    `toOnnx: Expected a model of at most 2 GB, which is the most that an ONNX file holds, got ${bytes.length} bytes`,
  )
}

// Runs ONNX models in ONNX Runtime. With GATECAST_ONNX_FOLDER, each model is also written there, for the checker of the
// Python package onnx: python tests/onnx/check_models.py FOLDER
import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node'
import type { Tensor } from '../../src/nn/index.ts'

export type Feed =
  | Tensor
  | { readonly shape: readonly number[]; readonly data: Float64Array | Float32Array | Int32Array }

const typeOf = (data: Feed['data']) =>
  data instanceof Float64Array ? 'float64' : data instanceof Int32Array ? 'int32' : 'float32'

/** The outputs of a model for given inputs; inputs that the model does not have are left out. */
export async function runOnnx(
  bytes: Uint8Array,
  inputs: Readonly<Record<string, Feed>>,
): Promise<Record<string, { shape: readonly number[]; data: Float32Array | Float64Array }>> {
  const folder = process.env.GATECAST_ONNX_FOLDER
  if (folder) writeFileSync(join(folder, `${createHash('sha256').update(bytes).digest('hex')}.onnx`), bytes)
  const session = await InferenceSession.create(bytes, { logSeverityLevel: 3 })
  try {
    const feeds = Object.fromEntries(
      Object.entries(inputs)
        .filter(([name]) => session.inputNames.includes(name))
        .map(([name, { shape, data }]) => [name, new OrtTensor(typeOf(data), data as Float32Array, shape)]),
    )
    const found = await session.run(feeds)
    return Object.fromEntries(
      Object.entries(found).map(([name, { dims, data }]) => [name, { shape: dims, data: data as Float32Array }]),
    )
  } finally {
    await session.release()
  }
}

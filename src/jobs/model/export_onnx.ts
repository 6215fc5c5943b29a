import { loadForecaster } from '../../forecast/index.ts'
import { Model, readSafetensors } from '../../nn/index.ts'
import type { OnnxDescription, OnnxNetwork } from '../../onnx/index.ts'
import { alone, claim } from '../claim/claim.ts'
import { onnxFile } from '../claim/own_files.ts'

/** An ONNX model that was written. */
export interface OnnxReport extends OnnxDescription {
  /** Path of the model. */
  out: string
  /** Size of the file. */
  bytes: number
}

/**
 * Writes the network of a model file as an ONNX model. The file appears whole or not at all. An ONNX model that gatecast
 * has written is replaced, another file is not.
 *
 * @param path - path of a file that `save` of a network forecaster or of a Model wrote
 * @param out - path of the ONNX model, which ends in `.onnx`
 * @returns what the model reads and gives
 * @throws {GatecastError} `ERR_FILE` if a file cannot be read or written, `ERR_JOB` for another ending or for a file that
 * gatecast has not made, `ERR_TYPE` for a model without a network, `ERR_BUSY` if another command writes there
 * @example
 * const { inputs } = await exportOnnx('sales.safetensors', 'sales.onnx')
 */
export async function exportOnnx(path: string, out: string): Promise<OnnxReport> {
  const file = onnxFile(out, '--onnx')
  const { metadata } = await readSafetensors(path)
  const network = (metadata.format === 'gatecast'
    ? await Model.load(path)
    : await loadForecaster(path)) as unknown as OnnxNetwork
  const { describeOnnx, toOnnx } = await import('../../onnx/index.ts')
  const bytes = toOnnx(network)
  await using claimed = await claim(undefined, [file], alone())
  await claimed.write(out, bytes)
  return { out, bytes: bytes.length, ...describeOnnx(network) }
}

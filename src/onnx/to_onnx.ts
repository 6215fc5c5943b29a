import { flag, optionsOf } from '../base/options/options.ts'
import type { NetworkForecaster } from '../forecast/network/network_forecaster.ts'
import type { Gru, Lstm, Model, Rnn } from '../nn/index.ts'
import type { SequenceClassifier, SequenceRegressor } from '../sequences/index.ts'
import type { OnnxDescription } from './description.ts'
import { modelBytes } from './graph/model_bytes.ts'
import { onnxOf } from './onnx_of.ts'
import type { OnnxModel } from './program/model_onnx.ts'

/** A network that can be written as an ONNX model. */
export type OnnxNetwork = Model | NetworkForecaster | SequenceClassifier | SequenceRegressor | Lstm | Gru | Rnn

/** Options of {@link toOnnx} and {@link describeOnnx}. */
export interface OnnxOptions {
  /**
   * Whether the states of recurrent layers are inputs and outputs too, so that a sequence can be run in pieces; default
   * false. For a Model that can stream. A forecaster that predicts step by step always has them.
   */
  states?: boolean
}

/**
 * Writes a network as an ONNX model, which other runtimes run: ONNX Runtime, browsers, phones, accelerators. Operators
 * are those of ONNX opset 18. Batch and time keep any size, and lengths of sequences are an input.
 *
 * A forecaster reads the newest values of the target as they are and forecasts in their units: windows are scaled inside
 * the model. A classifier reads sequences as they are and gives probabilities. {@link describeOnnx} says what its inputs and outputs hold.
 *
 * @param network - a Model, a fitted network forecaster such as `gru()`, a fitted classifier or regressor of sequences that
 * is a network, or a layer `Lstm`, `Gru` or `Rnn`
 * @param options - which inputs and outputs the model has
 * @returns the bytes of the model, for a file `.onnx`
 * @throws {GatecastError} `ERR_TYPE` for something that is no network, `ERR_DATA` before `fit`, `ERR_PROGRAM` naming what
 * ONNX has nothing for, `ERR_RANGE` for a model of more than 2 GB
 * @example
 * await writeFile('model.onnx', toOnnx(model))
 */
export function toOnnx(network: OnnxNetwork, options: OnnxOptions = {}): Uint8Array {
  const { graph, description } = modelFor('toOnnx', network, options)
  return modelBytes(graph, { gatecast: JSON.stringify(description) })
}

/**
 * The inputs and outputs of the model that {@link toOnnx} writes: names, types, sizes, and for a forecaster what each
 * holds. The model has the same as JSON in its metadata, under the key `gatecast`.
 *
 * @param network - as for {@link toOnnx}
 * @param options - as for {@link toOnnx}
 * @returns the description
 * @throws {GatecastError} as {@link toOnnx}
 * @example
 * const { inputs } = describeOnnx(model)
 * console.log(inputs.map(({ name, shape }) => `${name} [${shape.join(', ')}]`))
 */
export const describeOnnx = (network: OnnxNetwork, options: OnnxOptions = {}): OnnxDescription =>
  modelFor('describeOnnx', network, options).description

function modelFor(where: string, network: OnnxNetwork, options: OnnxOptions): OnnxModel {
  const { states = false } = optionsOf(where, options, { states: flag })
  return onnxOf(where, network, states)
}

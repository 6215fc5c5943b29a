import type { ProgramData } from '../addon/index.ts'
import { shown } from '../base/check.ts'
import { GatecastError } from '../base/error.ts'
import { NetworkForecaster } from '../forecast/network/network_forecaster.ts'
import { Model } from '../nn/index.ts'
import { RecurrentLayer } from '../nn/layers/recurrent_layer.ts'
import { SequenceClassifier } from '../sequences/classify/classifier.ts'
import { SequenceRegressor } from '../sequences/classify/regressor.ts'
import { forecasterOnnx } from './forecast/forecast_onnx.ts'
import { layerOnnx, type OnnxModel, programOnnx } from './program/model_onnx.ts'
import { sequenceOnnx } from './sequences/sequence_onnx.ts'

/**
 * The ONNX model of a network.
 *
 * @param where - the function that reads it, for messages
 * @throws {GatecastError} see `toOnnx`
 */
export function onnxOf(where: string, network: unknown, states: boolean): OnnxModel {
  if (network instanceof Model) {
    if (states) checkSteps(network)
    return programOnnx('model', network.program, network.parameters, states)
  }
  if (states)
    throw new GatecastError(
      'ERR_RANGE',
      `Expected the option states for a Model only, got states: true for ${nameOf(network)}. Leave states out: ` +
        'a layer and a forecaster that predicts step by step have their states as inputs and outputs',
    )
  if (network instanceof NetworkForecaster) return forecasterOnnx(network)
  if (network instanceof SequenceClassifier || network instanceof SequenceRegressor) return sequenceOnnx(network)
  if (network instanceof RecurrentLayer) {
    const kind = nameOf(network)
    return layerOnnx(kind, network.programFor(true), network.parameters)
  }
  throw new GatecastError(
    'ERR_TYPE',
    `${where}: Expected a Model, a fitted network forecaster such as gru(), a sequence classifier or regressor, or a layer ` +
      `Lstm, Gru or Rnn, got ${nameOf(network)}. ${advice(network)}`,
  )
}

/** The kind of a forecaster, the class of a layer. */
function nameOf(network: unknown): string {
  const kind = (network as { kind?: unknown } | null)?.kind
  if (typeof kind === 'string') return `a forecaster of kind ${kind}`
  return network instanceof RecurrentLayer ? network.constructor.name.toLowerCase() : shown(network)
}

/** Advice: the call that works instead. */
function advice(network: unknown): string {
  const { kind } = (network ?? {}) as { kind?: unknown }
  if (kind === 'conformal') return 'Write the forecaster inside of it'
  return kind === 'ensemble' ? 'Write its members one by one' : 'A method without a network has nothing to write'
}

/** Ops that keep earlier steps, and no state that a graph could give. */
const keeps = ['conv1d']

function checkSteps(model: Model): void {
  // Throws for a network that needs whole sequences.
  model.stream()[Symbol.dispose]()
  const { ops } = model.program
  const kept = ops.find(({ kind }) => keeps.includes(kind))
  if (kept)
    throw new GatecastError(
      'ERR_PROGRAM',
      `toOnnx: Expected a network of recurrent layers with states: true, got the op ${kept.kind}. Leave states out`,
    )
  const started = ops.find((op) => statesOf(op).some((input) => op.inputs[input] != null))
  if (started)
    throw new GatecastError(
      'ERR_PROGRAM',
      `toOnnx: Expected recurrent layers without initial states with states: true, got ${started.attributes.name ?? started.kind} ` +
        'with one. Leave states out: the initial states are inputs of the model already, or follow from others',
    )
}

/** The inputs of an op that are states. */
function statesOf({ kind }: ProgramData['ops'][number]): readonly number[] {
  const places: Readonly<Record<string, readonly number[]>> = {
    ...{ rnn: [5], gru: [5], lstm: [5, 6], sLstm: [2, 3, 4, 5], scan: [2] },
  }
  return places[kind] ?? []
}

// A recurrent autoencoder: a GRU reads a window of values, a narrow code keeps its last state, and a second GRU writes the
// window from the code and the places of its steps. What it has not seen in training, it cannot write.
//
// Source: Malhotra et al. 2016, "LSTM-based Encoder-Decoder for Multi-sensor Anomaly Detection".

import {
  add,
  gru,
  input,
  last,
  linear,
  Model,
  mse,
  parameter,
  repeat,
  reshape,
  type Tensors,
  type Value,
} from '../../../nn/index.ts'

/** Units of the encoder and of the decoder. */
const hiddenSize = 32
/** Numbers of the code. */
const codeSize = 6

/** A model that writes windows `[batch, steps, 1]` again, with new weights or those of a file. */
export function autoencoder(steps: number, seed: number, stored?: Tensors): Model {
  const window = input(['batch', steps, 1])
  const code = linear(last(gru(window, { hiddenSize }).output), codeSize)
  const everyStep = repeat(reshape(code, ['batch', 1, codeSize]), { axis: 1, times: steps })
  const places = parameter([1, steps, codeSize], { initial: 'normal', name: 'places' })
  const decoded = gru(add(everyStep, places) as Value<['batch', number, 6]>, { hiddenSize }).output
  const written = linear(decoded, 1)
  const config = { inputs: { window }, outputs: { written }, loss: mse(written, window), seed }
  return stored ? Model.of(config, stored) : (new Model(config) as unknown as Model)
}

// The norm of dLoss/dHidden at each of 200 steps, for a loss after the last step: how far the gradient reaches back.

import { gru, input, last, linear, lstm, Model, mse, rnn, type Value } from 'gatecast/nn'
import { linePicture } from './line_picture.ts'

const time = 200
const hiddenSize = 32
type Sequence = Value<['batch', 'time', 1]>

/** Sine waves and their next value. */
function waves(samples: number) {
  const wave = (n: number, t: number) => Math.sin(0.7 * n + t * (0.2 + 0.01 * (n % 7)))
  const rows = Array.from({ length: samples }, (_, n) => n)
  return {
    x: rows.map((n) => Array.from({ length: time }, (_, t) => [wave(n, t)])),
    y: rows.map((n) => [wave(n, time)]),
  }
}

function modelOf(body: (x: Sequence) => Value<['batch', number]>) {
  const x = input(['batch', 'time', 1])
  const y = input(['batch', 1])
  const forecast = linear(body(x), 1)
  return new Model({ inputs: { x, y }, outputs: { forecast }, loss: mse(forecast, y), seed: 1 })
}

async function normsOf(model: ReturnType<typeof modelOf>): Promise<Float32Array> {
  const { hiddenNorms } = await model.gradients(waves(8))
  return Object.values(hiddenNorms)[0]
}

export async function gradientPictures(): Promise<Record<string, string>> {
  const gated = modelOf((x) => last(gru(x, { hiddenSize }).output))
  // The update gate of a GRU is the second of r, z, n: a bias of 5 makes it keep most of the state at first.
  const weights = gated.parameters
  weights['gru0.bias_ih'].data.fill(5, hiddenSize, 2 * hiddenSize)
  gated.loadParameters(weights)
  const lines = {
    'RNN, orthogonal': await normsOf(
      modelOf((x) => last(rnn(x, { hiddenSize, recurrentInitial: 'orthogonal' }).output)),
    ),
    LSTM: await normsOf(modelOf((x) => last(lstm(x, { hiddenSize }).output))),
    'LSTM, forget bias 5': await normsOf(modelOf((x) => last(lstm(x, { hiddenSize, forgetBias: 5 }).output))),
    'GRU, update bias 5': await normsOf(gated),
  }
  for (const [name, norms] of Object.entries(lines))
    console.log(`${name}: first step / last step = ${(norms[0] / norms[time - 1]).toExponential(1)}`)
  const title = 'How much of the gradient reaches each step'
  return { gradients: linePicture({ title, x: 'time step', y: 'norm of dLoss/dHidden', log: true, lines }) }
}

// The adding problem (Hochreiter and Schmidhuber 1997). Each step has a random number and a mark. Two steps are marked,
// one in each half, and the target is the sum of their numbers after the last step. Always 1 gives a loss of 1/6.

import { adam, gru, input, Lstm, last, linear, lstm, Model, mse, rnn, type Tensor, type Value } from 'gatecast/nn'
import { linePicture } from './line_picture.ts'

const time = 100
const hiddenSize = 32
const epochs = 30

type Body = (x: Value<['batch', 'time', 2]>) => Value<['batch', 'time', number]>

const bodies: Record<string, Body> = {
  RNN: (x) => rnn(x, { hiddenSize, recurrentInitial: 'orthogonal' }).output,
  LSTM: (x) => lstm(x, { hiddenSize, forgetBias: 3, recurrentInitial: 'orthogonal' }).output,
  GRU: (x) => gru(x, { hiddenSize }).output,
}

let state = 1
function random(): number {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0
  return state / 2 ** 32
}

function problems(count: number): { x: Tensor; y: Tensor } {
  const x = new Float32Array(count * time * 2)
  const y = new Float32Array(count)
  for (let n = 0; n < count; n++) {
    const marked = [0, time / 2].map((half) => half + Math.floor((random() * time) / 2))
    for (let t = 0; t < time; t++) x.set([random(), marked.includes(t) ? 1 : 0], (n * time + t) * 2)
    for (const t of marked) y[n] += x[(n * time + t) * 2]
  }
  return { x: { shape: [count, time, 2], data: x }, y: { shape: [count, 1], data: y } }
}

function modelOf(body: Body) {
  const x = input(['batch', 'time', 2])
  const y = input(['batch', 1])
  const sum = linear(last(body(x)), 1)
  return new Model({ inputs: { x, y }, outputs: { sum }, loss: mse(sum, y), seed: 1 })
}

/** Mean openness of the input and forget gates at each step of one sequence. Rows of the weights are i, f, g, o. */
async function gatesOf(parameters: Record<string, Tensor>, x: Tensor): Promise<{ input: number[]; forget: number[] }> {
  const layer = new Lstm({ inputSize: 2, hiddenSize })
  const names = ['weight_ih', 'weight_hh', 'bias_ih', 'bias_hh']
  layer.load(Object.fromEntries(names.map((name) => [`${name}_l0`, parameters[`lstm0.${name}`]])))
  const { output } = await layer.predict(x)
  const [wx, wh, bx, bh] = names.map((name) => parameters[`lstm0.${name}`].data)
  const gate = (index: number, t: number): number => {
    let open = 0
    for (let row = index * hiddenSize; row < (index + 1) * hiddenSize; row++) {
      let z = bx[row] + bh[row]
      for (let k = 0; k < 2; k++) z += wx[row * 2 + k] * x.data[t * 2 + k]
      if (t > 0)
        for (let k = 0; k < hiddenSize; k++) z += wh[row * hiddenSize + k] * output.data[(t - 1) * hiddenSize + k]
      open += 1 / (1 + Math.exp(-z)) / hiddenSize
    }
    return open
  }
  const steps = Array.from({ length: time }, (_, t) => t)
  return { input: steps.map((t) => gate(0, t)), forget: steps.map((t) => gate(1, t)) }
}

export async function addingPictures(): Promise<Record<string, string>> {
  const training = problems(4000)
  const validation = problems(500)
  const curves: Record<string, number[]> = {}
  let learned: Record<string, Tensor> = {}
  for (const [name, body] of Object.entries(bodies)) {
    const model = modelOf(body)
    const options = { epochs, batchSize: 16, optimizer: adam({ learningRate: 5e-3 }), clipNorm: 1, validation }
    const history = await model.fit(training, options)
    curves[name] = history.epochs.map((epoch) => epoch.validation?.loss ?? Number.NaN)
    if (name === 'LSTM') learned = model.parameters
    console.log(`${name}: loss ${curves[name].at(-1)?.toPrecision(2)} after ${epochs} epochs`)
  }
  const one = problems(1)
  const marks = Array.from({ length: time }, (_, t) => t + 1).filter((t) => one.x.data[(t - 1) * 2 + 1] === 1)
  const gates = await gatesOf(learned, one.x)
  return {
    adding: linePicture({
      title: 'The adding problem over 100 steps',
      x: 'epoch',
      y: 'loss on new problems',
      log: true,
      lines: curves,
    }),
    gates: linePicture({
      ...{ title: 'Gates of an LSTM that adds the two marked numbers', x: 'time step', y: 'mean over 32 units' },
      lines: { 'input gate': gates.input, 'forget gate': gates.forget },
      marks,
    }),
  }
}

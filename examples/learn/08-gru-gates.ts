// 08: The two gates of the GRU over the same sunspots, its number of weights beside that of the LSTM, and both on the
// adding problem: two of 60 numbers are marked, and the answer is their sum.

import { sunspots } from 'gatecast/datasets'
import { adam, Gru, gru, input, Lstm, last, linear, lstm, Model, mse, type Value } from 'gatecast/nn'
import { linePicture } from '../pictures/line_picture.ts'
import { gruTrace, layerWeights, meanOf } from './tools/gates.ts'
import { Random } from './tools/random.ts'
import { saveNumbers, savePicture } from './tools/save.ts'

// Counting: one block of H rows for each gate and for the candidate, each row with I + H weights and two biases.
const countOf = (layer: Gru | Lstm) => Object.values(layer.parameters).reduce((sum, { data }) => sum + data.length, 0)
for (const [inputSize, hiddenSize] of [
  [1, 8],
  [1, 32],
  [8, 64],
  [16, 128],
]) {
  const [l, g] = [countOf(new Lstm({ inputSize, hiddenSize })), countOf(new Gru({ inputSize, hiddenSize }))]
  const block = hiddenSize * (inputSize + hiddenSize + 2)
  const formula = l === 4 * block && g === 3 * block
  console.log(
    `I ${`${inputSize}`.padStart(2)}, H ${`${hiddenSize}`.padStart(3)}: LSTM ${`${l}`.padStart(6)}, GRU ${`${g}`.padStart(6)}, as 4 and 3 times H (I + H + 2): ${formula}`,
  )
}

// The gates over the series of 07.
const months = Array.from((await sunspots()).history(0), (value) => Math.sqrt(value) / 8)
const [hiddenSize, window] = [8, 240]
const column = (values: readonly number[]) => values.map((value) => [value])
const starts = Array.from({ length: Math.floor((months.length - 360 - window) / 12) }, (_, i) => 12 * i)
const piece = (shift: number) => starts.map((at) => column(months.slice(at + shift, at + shift + window)))
const [x, y] = [input(['batch', 'time', 1]), input(['batch', 'time', 1])]
const next = linear(gru(x, { hiddenSize, name: 'gru' }).output, 1)
const model = new Model({ inputs: { x, y }, outputs: { next }, loss: mse(next, y), seed: 1 })
await model.fit(
  { x: piece(0), y: piece(1) },
  { epochs: 20, batchSize: 16, optimizer: adam({ learningRate: 1e-2 }), clipNorm: 1 },
)
const shown = months.slice(-360)
const trace = gruTrace(layerWeights(model.parameters, 'gru'), column(shown))
const layer = new Gru({ inputSize: 1, hiddenSize })
layer.load(layerWeights(model.parameters, 'gru'))
const { output } = await layer.predict([column(shown)])
const away = Math.max(...trace.hidden.flat().map((value, i) => Math.abs(value - output.data[i])))
console.log(`states by the equations and by the layer differ by less than 1e-5: ${away < 1e-5}`)
const average = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
const units = Array.from({ length: hiddenSize }, (_, unit) => average(trace.update.map((row) => row[unit])))
console.log(`update gates of the 8 units, mean over time: ${units.map((value) => value.toFixed(2)).join(' ')}`)
console.log(`reset gates, mean of all: ${average(meanOf(trace.reset)).toFixed(2)}`)
savePicture(
  '08-gates',
  linePicture({
    ...{ title: 'The gates of a GRU over thirty years of sunspots', x: 'month', y: 'mean over 8 units', range: [0, 1] },
    lines: {
      'sunspots (scaled)': shown.map((v) => v / 2),
      'reset gate': meanOf(trace.reset),
      'update gate': meanOf(trace.update),
    },
  }),
)
saveNumbers('08-gates', { series: shown.map((value) => (8 * value) ** 2), ...trace })

// The adding problem, with networks of about the same number of weights.
const [time, samples] = [60, 2000]
function problems(count: number, random: Random) {
  const x = new Float32Array(count * time * 2)
  const y = new Float32Array(count)
  for (let n = 0; n < count; n++) {
    const marked = [0, 30].map((half) => half + random.below(30))
    for (let t = 0; t < time; t++) x.set([random.uniform(), Number(marked.includes(t))], (n * time + t) * 2)
    y[n] = marked.reduce((sum, t) => sum + x[(n * time + t) * 2], 0)
  }
  return { x: { shape: [count, time, 2], data: x }, y: { shape: [count, 1], data: y } }
}
type Body = (x: Value<['batch', 'time', 2]>) => Value<['batch', 'time', number]>
const bodies: Record<string, Body> = {
  GRU: (x) => gru(x, { hiddenSize: 28 }).output,
  LSTM: (x) => lstm(x, { hiddenSize: 24 }).output,
  'LSTM, forget bias 2': (x) => lstm(x, { hiddenSize: 24, forgetBias: 2 }).output,
}
const curves: Record<string, number[]> = {}
const training = problems(samples, new Random(8))
const validation = problems(500, new Random(9))
for (const [name, body] of Object.entries(bodies)) {
  const x = input(['batch', 'time', 2])
  const y = input(['batch', 1])
  const sum = linear(last(body(x)), 1)
  const model = new Model({ inputs: { x, y }, outputs: { sum }, loss: mse(sum, y), seed: 1 })
  const { epochs } = await model.fit(training, {
    epochs: 25,
    batchSize: 16,
    optimizer: adam({ learningRate: 5e-3 }),
    clipNorm: 1,
    validation,
  })
  curves[name] = epochs.map((epoch) => epoch.validation?.loss ?? Number.NaN)
  const solved = curves[name].findIndex((loss) => loss < 0.01) + 1
  const count = Object.values(model.parameters).reduce((sum, { data }) => sum + data.length, 0)
  console.log(
    `${name}: ${count} weights, loss below 0.01 ${solved ? `after ${solved} epochs` : 'never'}, ${curves[name][24].toPrecision(2)} at the end`,
  )
}
savePicture(
  '08-adding',
  linePicture({
    ...{ title: 'The adding problem over 60 steps', x: 'epoch', y: 'loss on new problems', log: true, lines: curves },
  }),
)

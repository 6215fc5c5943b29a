// 08: The two gates of the GRU over the same sunspots, its number of weights beside that of the LSTM, and both on the
// adding problem: two of 60 numbers are marked, and the answer is their sum.

import { inspect } from 'gatecast/inspect'
import { adam, Gru, gru, input, Lstm, last, linear, lstm, Model, mse, type Value } from 'gatecast/nn'
import { linePicture } from '../pictures/line_picture.ts'
import { addingProblems } from './tasks/adding.ts'
import { column, hiddenSize, learnSunspots, spotsOf } from './tasks/sunspots.ts'
import { gruTrace, isSame, layerWeights, meanOfUnits } from './tools/gates.ts'
import { meanOf, weightsOf } from './tools/measure.ts'
import { Random } from './tools/random.ts'
import { saveNumbers, savePicture } from './tools/save.ts'

// Counting: one block of H rows for each gate and for the candidate, each row with I + H weights and two biases.
for (const [inputSize, hiddenSize] of [
  [1, 8],
  [1, 32],
  [8, 64],
  [16, 128],
]) {
  const [l, g] = [weightsOf(new Lstm({ inputSize, hiddenSize })), weightsOf(new Gru({ inputSize, hiddenSize }))]
  const block = hiddenSize * (inputSize + hiddenSize + 2)
  const formula = l === 4 * block && g === 3 * block
  console.log(
    `I ${`${inputSize}`.padStart(2)}, H ${`${hiddenSize}`.padStart(3)}: LSTM ${`${l}`.padStart(6)}, GRU ${`${g}`.padStart(6)}, as the formulas: ${formula}`,
  )
}

// The gates over the series of 07.
const { parameters, shown } = await learnSunspots((x) => gru(x, { hiddenSize, name: 'cell' }).output)
const weights = layerWeights(parameters, 'cell')
const trace = gruTrace(weights, column(shown))
const layer = new Gru({ inputSize: 1, hiddenSize })
layer.load(weights)
const { gates, states } = await inspect(layer, [column(shown)])
const inspected = { ...gates.l0, ...states.l0 }
console.log(`by hand as by inspect: ${Object.keys(inspected).join(', ')}: ${isSame(trace, inspected)}`)
const units = Array.from({ length: hiddenSize }, (_, unit) => meanOf(trace.update.map((row) => row[unit])))
console.log(`update gates of the 8 units, mean over time: ${units.map((value) => value.toFixed(2)).join(' ')}`)
console.log(`reset gates, mean of all: ${meanOf(meanOfUnits(trace.reset)).toFixed(2)}`)
savePicture(
  '08-gates',
  linePicture({
    ...{ title: 'The gates of a GRU over thirty years of sunspots', x: 'month', y: 'mean over 8 units', range: [0, 1] },
    lines: {
      'sunspots (scaled)': shown.map((v) => v / 2),
      'reset gate': meanOfUnits(trace.reset),
      'update gate': meanOfUnits(trace.update),
    },
  }),
)
saveNumbers('08-gates', { series: shown.map(spotsOf), ...trace })

// The adding problem, with networks of about the same number of weights.
type Body = (x: Value<['batch', 'time', 2]>) => Value<['batch', 'time', number]>
const bodies: Record<string, Body> = {
  GRU: (x) => gru(x, { hiddenSize: 28 }).output,
  LSTM: (x) => lstm(x, { hiddenSize: 24 }).output,
  'LSTM, forget bias 2': (x) => lstm(x, { hiddenSize: 24, forgetBias: 2 }).output,
}
const curves: Record<string, number[]> = {}
const training = addingProblems(2000, 60, new Random(8))
const validation = addingProblems(500, 60, new Random(9))
for (const [name, body] of Object.entries(bodies)) {
  const [solved, ends, weights]: [number[], string[], number[]] = [[], [], []]
  for (const seed of [1, 2, 3]) {
    const [x, y] = [input(['batch', 'time', 2]), input(['batch', 1])]
    const sum = linear(last(body(x)), 1)
    const model = new Model({ inputs: { x, y }, outputs: { sum }, loss: mse(sum, y), seed })
    const options = { epochs: 25, batchSize: 16, optimizer: adam({ learningRate: 5e-3 }), clipNorm: 1, validation }
    const losses = (await model.fit(training, options)).epochs.map((epoch) => epoch.validation?.loss ?? Number.NaN)
    curves[name] ??= losses
    solved.push(losses.findIndex((loss) => loss < 0.01) + 1)
    ends.push(losses[24].toFixed(5))
    weights.push(weightsOf(model))
  }
  console.log(`${name}: ${weights[0]} weights, loss below 0.01 in epoch ${solved.join(', ')}`)
  console.log(`  loss at the end ${ends.join(', ')}`)
}
savePicture(
  '08-adding',
  linePicture({
    ...{
      title: 'The adding problem over 60 steps, first seed',
      x: 'epoch',
      y: 'loss on new problems',
      log: true,
      lines: curves,
    },
  }),
)

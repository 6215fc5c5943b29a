// 07: The LSTM gate by gate. An LSTM learns the monthly sunspots; its gates are computed from the equations and drawn
// over the series. Then a cell keeps a number for 500 steps.

import { inspect } from 'gatecast/inspect'
import { Lstm, lstm, Rnn, type Value } from 'gatecast/nn'
import { linePicture } from '../pictures/line_picture.ts'
import { column, hiddenSize, learnSunspots, spotsOf } from './tasks/sunspots.ts'
import { isSame, layerWeights, lstmTrace, meanOfUnits } from './tools/gates.ts'
import { meanOf } from './tools/measure.ts'
import { saveNumbers, savePicture } from './tools/save.ts'

// Sunspots have a cycle of about eleven years. The thirty years that are shown here did not train the network.
const read = (x: Value<['batch', 'time', 1]>) => lstm(x, { hiddenSize, forgetBias: 1, name: 'cell' }).output
const { parameters, shown } = await learnSunspots(read)
const weights = layerWeights(parameters, 'cell')
const trace = lstmTrace(weights, column(shown))
const layer = new Lstm({ inputSize: 1, hiddenSize })
layer.load(weights)
// gatecast/inspect computes the same for any network, in native code.
const { gates, states } = await inspect(layer, [column(shown)])
const inspected = { ...gates.l0, ...states.l0 }
console.log(`by hand as by inspect: ${Object.keys(inspected).join(', ')}: ${isSame(trace, inspected)}`)

for (const gate of ['input', 'forget', 'output']) {
  const mean = meanOfUnits(trace[gate])
  const units = trace[gate][0].map((_, unit) => meanOf(trace[gate].map((row) => row[unit])).toFixed(2))
  const range = `from ${Math.min(...mean).toFixed(2)} to ${Math.max(...mean).toFixed(2)}`
  console.log(`${gate.padEnd(6)} gate ${meanOf(mean).toFixed(2)}, ${range}; by unit ${units.join(' ')}`)
}
savePicture(
  '07-gates',
  linePicture({
    ...{
      title: 'The gates of an LSTM over thirty years of sunspots',
      x: 'month',
      y: 'mean over 8 units',
      range: [0, 1],
    },
    lines: {
      'sunspots (scaled)': shown.map((value) => value / 2),
      'input gate': meanOfUnits(trace.input),
      'forget gate': meanOfUnits(trace.forget),
      'output gate': meanOfUnits(trace.output),
    },
  }),
)
saveNumbers('07-gates', { series: shown.map(spotsOf), ...trace })

// One unit, made by hand: the input gate opens only for x = 1, and the forget gate is sigmoid(bias).
const kept: Record<string, ArrayLike<number>> = {}
const one = [[1], ...Array.from({ length: 500 }, () => [0])]
console.log('forget bias       gate   cell at 500   gate^500')
for (const bias of [0, 1, 3, 5, 8, 12]) {
  const cell = new Lstm({ inputSize: 1, hiddenSize: 1 })
  const tensor = (values: number[], shape: number[]) => ({ shape, data: Float32Array.from(values) })
  cell.load({
    weight_ih_l0: tensor([40, 0, 10, 0], [4, 1]),
    weight_hh_l0: tensor([0, 0, 0, 0], [4, 1]),
    bias_ih_l0: tensor([-20, bias, 0, 20], [4]),
    bias_hh_l0: tensor([0, 0, 0, 0], [4]),
  })
  const { cell: end } = await cell.predict([one])
  const forget = 1 / (1 + Math.exp(-bias))
  const share = (value: number) => (value < 1e-3 ? value.toExponential(0) : value.toFixed(3))
  console.log(
    `${`${bias}`.padStart(11)}   ${forget.toFixed(6)}   ${share(end.data[0]).padStart(11)}   ${share(forget ** 500).padStart(8)}`,
  )
  if (bias > 1) kept[`forget bias ${bias}`] = lstmTrace(cell.parameters, one).cell.map(([value]) => value)
}
const plain = new Rnn({ inputSize: 1, hiddenSize: 1, bias: false })
plain.load({
  weight_ih_l0: { shape: [1, 1], data: Float32Array.of(2) },
  weight_hh_l0: { shape: [1, 1], data: Float32Array.of(1) },
})
kept['RNN, weight 1'] = (await plain.predict([one])).output.data
console.log(`RNN with a recurrent weight of 1: ${kept['RNN, weight 1'][500].toFixed(3)}`)
savePicture(
  '07-kept',
  linePicture({
    ...{
      title: 'A number that is stored at step 1',
      x: 'time step',
      y: 'cell, or state of the RNN',
      lines: kept,
      range: [0, 1],
    },
  }),
)

// 01: A network that reads a window of fixed size. Its gradient by the chain rule equals the one of the library, and the
// width of the window decides what it can know.

import { airPassengers } from 'gatecast/datasets'
import { adam, input, linear, Model, mse, tanh } from 'gatecast/nn'
import { linePicture } from '../pictures/line_picture.ts'
import { weightsOf } from './tools/measure.ts'
import { savePicture } from './tools/save.ts'

const panel = await airPassengers()
const passengers = Array.from(panel.history(0))
// Growth is by the same percentage each year: logarithms turn it into a straight line.
const logs = passengers.map((value) => Math.log(value / 300))
const [months, tested] = [logs.length, 36]

/** A network with one layer of tanh units between a window and the next month. */
function networkOf(window: number, units: number) {
  const x = input(['batch', window])
  const y = input(['batch', 1])
  const hidden = tanh(linear(x, units, { name: 'first' }))
  const next = linear(hidden, 1, { name: 'second' })
  return new Model({ inputs: { x, y }, outputs: { next }, loss: mse(next, y), seed: 1 })
}

// The chain rule on one window of three months, by hand.
const small = networkOf(3, 2)
const x = logs.slice(0, 3)
const target = logs[3]
const [w1, b1, w2, b2] = ['first.weight', 'first.bias', 'second.weight', 'second.bias'].map(
  (name) => small.parameters[name].data,
)
const h = [0, 1].map((unit) => Math.tanh(b1[unit] + x.reduce((sum, value, k) => sum + w1[unit * 3 + k] * value, 0)))
const y = b2[0] + w2[0] * h[0] + w2[1] * h[1]
// loss = (y - target)^2, y = w2 h + b2, h = tanh(z), z = w1 x + b1: multiply the slopes from the loss backwards.
const dy = 2 * (y - target)
const dw2 = h.map((value) => dy * value)
const dz = h.map((value, unit) => dy * w2[unit] * (1 - value * value))
const dw1 = dz.flatMap((slope) => x.map((value) => slope * value))

const { loss, parameters } = await small.gradients({ x: [x], y: [[target]] })
const library = [...parameters['first.weight'].data, ...parameters['second.weight'].data]
const difference = Math.max(...[...dw1, ...dw2].map((slope, i) => Math.abs(slope - library[i])))
console.log(`loss by hand ${((y - target) ** 2).toFixed(6)}, by the library ${loss.toFixed(6)}`)
const show = (slopes: number[]) => slopes.map((slope) => slope.toFixed(4)).join(' ')
console.log(`dloss/dW by hand ${show(dw1)}`)
console.log(`     the library ${show(library.slice(0, 6))}`)
console.log(`largest difference below 1e-6: ${difference < 1e-6}`)

// Windows of several widths: each network forecasts the next month of the last three years.
const seen: Record<string, number[]> = { passengers: passengers.slice(months - tested) }
for (const window of [1, 3, 12, 24]) {
  const samples = Array.from({ length: months - window }, (_, s) => ({
    x: logs.slice(s, s + window),
    y: logs[s + window],
  }))
  const packed = (part: typeof samples) => ({ x: part.map((sample) => sample.x), y: part.map((sample) => [sample.y]) })
  const model = networkOf(window, 8)
  const optimizer = adam({ learningRate: 5e-3 })
  await model.fit(packed(samples.slice(0, -tested)), { epochs: 400, batchSize: 16, optimizer, threads: 1 })
  const { next } = await model.predict(packed(samples.slice(-tested)))
  const forecast = Array.from(next.data, (value) => 300 * Math.exp(value))
  const errors = forecast.map((value, i) => Math.abs(value / seen.passengers[i] - 1))
  const weights = weightsOf(model)
  const mean = (100 * errors.reduce((sum, error) => sum + error, 0)) / tested
  console.log(
    `window of ${`${window}`.padStart(2)} months: ${`${weights}`.padStart(3)} weights, mean error ${mean.toFixed(1)} %`,
  )
  if (window === 3 || window === 12) seen[`window of ${window}`] = forecast
}
savePicture(
  '01-windows',
  linePicture({
    ...{
      title: 'One month ahead, from windows of 3 and of 12 months',
      x: 'month of the last three years',
      y: 'passengers (thousands)',
    },
    lines: seen,
  }),
)

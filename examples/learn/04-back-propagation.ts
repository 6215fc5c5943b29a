// 04: A recurrent network unrolled over three steps, and back-propagation through time by hand. The weights are the same
// at each step, so their gradient is a sum of one part for each step. It equals the gradient of the library.

import { Rnn } from 'gatecast/nn'
import { barPicture } from '../pictures/bar_picture.ts'
import { savePicture } from './tools/save.ts'

const H = 2
const layer = new Rnn({ inputSize: 1, hiddenSize: H, seed: 4 })
const x = [1, -0.5, 0.8]
const target = [0.3, -0.2]
const units = [...Array(H).keys()]
const W = (i: number) => layer.parameters.weight_ih_l0.data[i]
const R = (i: number, k: number) => layer.parameters.weight_hh_l0.data[i * H + k]
const b = (i: number) => layer.parameters.bias_ih_l0.data[i] + layer.parameters.bias_hh_l0.data[i]

// Forward: h(t) = tanh(W x(t) + R h(t-1) + b). The states are kept, because the backward pass needs them.
const states = [units.map(() => 0)]
for (const value of x) {
  const past = states[states.length - 1]
  states.push(units.map((i) => Math.tanh(W(i) * value + b(i) + units.reduce((sum, k) => sum + R(i, k) * past[k], 0))))
}
const lossOf = (h: ArrayLike<number>) => units.reduce((sum, i) => sum + (h[i] - target[i]) ** 2, 0)
console.log(`loss ${lossOf(states[3]).toFixed(6)}`)

// Backward, from the last step to the first:
//   a(t)    = dL/dh(t) * (1 - h(t)^2)      through tanh
//   dW += a(t) x(t),  dR += a(t) h(t-1),  db += a(t)
//   dL/dh(t-1) = R' a(t)                   to the step before
let dh = units.map((i) => 2 * (states[3][i] - target[i]))
const dW = units.map(() => 0)
const db = units.map(() => 0)
const dR = units.map(() => units.map(() => 0))
const parts: number[] = []
for (let t = 3; t >= 1; t--) {
  const a = units.map((i) => dh[i] * (1 - states[t][i] ** 2))
  for (const i of units) {
    dW[i] += a[i] * x[t - 1]
    db[i] += a[i]
    for (const k of units) dR[i][k] += a[i] * states[t - 1][k]
  }
  const part = a.map((slope) => slope * x[t - 1])
  parts.unshift(part[0])
  console.log(
    `step ${t}: norm of dL/dh ${Math.hypot(...dh).toFixed(4)}, adds ${part.map((p) => p.toFixed(4)).join(' ')} to dW`,
  )
  dh = units.map((k) => units.reduce((sum, i) => sum + R(i, k) * a[i], 0))
}

// The library: its forward pass keeps what its backward pass needs.
const { hidden, backward } = await layer.forward([x.map((value) => [value])])
const slopes = Array.from(hidden.data, (value, i) => 2 * (value - target[i]))
const { parameters } = await backward({ hidden: { shape: [1, 1, H], data: Float32Array.from(slopes) } })
const show = (values: ArrayLike<number>) => Array.from(values, (value) => value.toFixed(5).padStart(8)).join(' ')
console.log(`dW by hand ${show(dW)}          library ${show(parameters.weight_ih_l0.data)}`)
console.log(`db by hand ${show(db)}          library ${show(parameters.bias_ih_l0.data)}`)
console.log(`dR by hand ${show(dR.flat())}  library ${show(parameters.weight_hh_l0.data)}`)

// A third way, which needs no derivation: change one weight a little and look at the loss.
async function lossWith(change: number): Promise<number> {
  const moved = new Rnn({ inputSize: 1, hiddenSize: H, seed: 4 })
  const weights = moved.parameters
  weights.weight_hh_l0.data[1] += change
  moved.load(weights)
  return lossOf((await moved.predict([x.map((value) => [value])])).hidden.data)
}
const measured = ((await lossWith(0.01)) - (await lossWith(-0.01))) / 0.02
console.log(`dR[0][1] by a small change ${measured.toFixed(4)}, by hand ${dR[0][1].toFixed(4)}`)

savePicture(
  '04-parts',
  barPicture({
    title: 'What each step adds to the gradient of W, unit 1',
    y: 'part of dL/dW',
    labels: ['step 1', 'step 2', 'step 3', 'sum'],
    bars: { 'dL/dW': [...parts, parts.reduce((sum, part) => sum + part, 0)] },
  }),
)

// 05: Gradients that vanish or explode. The gradient goes back from step to step through the same matrix W and the slope
// of the activation. This script measures its norm for tanh and ReLU over 10 to 500 steps, beside the largest singular
// value of W: the most that one step can stretch a vector.

import { Rnn } from 'gatecast/nn'
import { linePicture } from '../pictures/line_picture.ts'
import { largestSingularValue, type Matrix, normOf, product, randomMatrix } from './tools/matrix.ts'
import { Random } from './tools/random.ts'
import { saveNumbers, savePicture } from './tools/save.ts'

const [size, time] = [64, 501]
const activations = {
  tanh: { f: Math.tanh, slope: (h: number) => 1 - h * h },
  relu: { f: (z: number) => Math.max(0, z), slope: (h: number) => Number(h > 0) },
}
type Activation = keyof typeof activations
const random = new Random(5)
const inputs = Array.from({ length: time }, () => Float64Array.from({ length: size }, () => 0.3 * random.normal()))
const last = Float64Array.from({ length: size }, () => random.normal() / Math.sqrt(size))

/** Logarithms (base 10) of the norm of dL/dh at 0, 1, 2, ... steps back from the last of `steps` steps, where it is 1. */
function reach(w: Matrix, activation: Activation, steps: number): number[] {
  const { f, slope } = activations[activation]
  const states: Float64Array[] = []
  for (let t = 0; t < steps; t++) {
    const past = t ? product(w, states[t - 1]) : new Float64Array(size)
    states.push(past.map((value, i) => f(value + inputs[t][i])))
  }
  const logs = [0]
  let gradient: Float64Array = last.map((value) => value / normOf(last))
  for (let t = steps - 1; t > 0; t--) {
    const h = states[t]
    gradient = product(
      w,
      gradient.map((value, i) => value * slope(h[i])),
      true,
    )
    const norm = normOf(gradient)
    // A double holds 1e-308 at least: the direction is kept at length 1, and the lengths are added as logarithms.
    logs.push(logs[logs.length - 1] + Math.log10(norm))
    gradient = gradient.map((value) => value / norm)
  }
  return logs
}

const stretches = Array.from({ length: 15 }, (_, i) => 0.5 + 0.25 * i)
const matrices = stretches.map((stretch) => randomMatrix(size, stretch, new Random(6)))
const curves = Object.fromEntries(
  Object.keys(activations).map((name) => [name, matrices.map((w) => reach(w, name as Activation, time))]),
)
const at = [10, 50, 100, 500]
const power = (log: number) => `1e${Math.round(log) < 0 ? '-' : '+'}${Math.abs(Math.round(log))}`.padStart(7)
console.log(`largest singular |  tanh, steps back:            |  ReLU, steps back:`)
console.log(
  `value of W       |${at.map((t) => `${t}`.padStart(7)).join('')}    |${at.map((t) => `${t}`.padStart(7)).join('')}`,
)
for (const stretch of [0.5, 1, 1.5, 2, 2.5, 3, 4]) {
  const i = stretches.indexOf(stretch)
  const row = (name: Activation) => at.map((t) => power(curves[name][i][t])).join('')
  console.log(`${largestSingularValue(matrices[i]).toFixed(2).padStart(12)}     |${row('tanh')}    |${row('relu')}`)
}

// The library computes the same in float32, as far as float32 reaches.
for (const nonlinearity of ['tanh', 'relu'] as const) {
  const layer = new Rnn({ inputSize: size, hiddenSize: size, bias: false, nonlinearity })
  const identity = Float32Array.from({ length: size * size }, (_, i) => Number(i % (size + 1) === 0))
  const shape = [size, size]
  const w = matrices[stretches.indexOf(2)]
  layer.load({ weight_ih_l0: { shape, data: identity }, weight_hh_l0: { shape, data: Float32Array.from(w.data) } })
  const { backward } = await layer.forward([inputs.slice(0, 51).map((row) => [...row])])
  const { hiddenNorms } = await backward({ hidden: { shape: [1, 1, size], data: Float32Array.from(last) } })
  const library = Math.log10(hiddenNorms.l0[0] / hiddenNorms.l0[50])
  const here = reach(w, nonlinearity, 51)[50]
  console.log(
    `${nonlinearity}, value 2, 50 steps back: 10^${here.toFixed(3)} here, 10^${library.toFixed(3)} by the library`,
  )
}

const shown = [1, 2, 3].map((stretch) => stretches.indexOf(stretch))
const steps = Array.from({ length: time }, (_, t) => t)
for (const name of ['tanh', 'relu'])
  savePicture(
    `05-${name}`,
    linePicture({
      ...{ title: `Norm of the gradient, ${name}: 1 at the last step`, x: 'steps back', y: 'power of ten', at: steps },
      lines: Object.fromEntries(shown.map((i) => [`largest singular value ${stretches[i]}`, curves[name][i]])),
    }),
  )
const every = steps.filter((t) => t % 10 === 0)
const thin = (rows: number[][]) => rows.map((row) => every.map((t) => row[t]))
saveNumbers('05-norms', { stretches, steps: every, tanh: thin(curves.tanh), relu: thin(curves.relu) })

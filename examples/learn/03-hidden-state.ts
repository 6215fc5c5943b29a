// 03: The hidden state of a recurrent network: computed by hand, carried from one piece to the next, and trained to
// remember. The task: pulses come rarely, and at every step the network says which sign the last pulse had.

import { adam, crossEntropy, input, linear, Model, Rnn, rnn } from 'gatecast/nn'
import { linePicture } from '../pictures/line_picture.ts'
import { Random } from './tools/random.ts'
import { savePicture } from './tools/save.ts'

const random = new Random(3)
const [time, units] = [60, 8]

// By hand: one number in, two units. The state of a step is tanh(W x + R h + b), with the same W, R, b at every step.
const layer = new Rnn({ inputSize: 1, hiddenSize: 2, seed: 1 })
const { weight_ih_l0: w, weight_hh_l0: r, bias_ih_l0: bw, bias_hh_l0: br } = layer.parameters
const sequence = [1, 0, 0, -1, 0, 0]
let h = [0, 0]
for (const x of sequence) {
  h = h.map((_, i) =>
    Math.tanh(w.data[i] * x + bw.data[i] + r.data[2 * i] * h[0] + r.data[2 * i + 1] * h[1] + br.data[i]),
  )
  console.log(`x ${`${x}`.padStart(2)}   h ${h.map((value) => value.toFixed(3).padStart(6)).join(' ')}`)
}
const steps = sequence.map((x) => [x])
const whole = await layer.predict([steps])
console.log(
  `last state by hand ${h.map((value) => value.toFixed(3)).join(' ')}, by the layer ${Array.from(whole.hidden.data, (value) => value.toFixed(3)).join(' ')}`,
)

// The state is all that the past leaves behind: two pieces with the state between them give the bits of the whole.
const first = await layer.predict([steps.slice(0, 2)])
const second = await layer.predict([steps.slice(2)], { initial: { hidden: first.hidden } })
const forgotten = await layer.predict([steps.slice(2)])
const equal = (a: typeof whole, b: typeof whole) => a.hidden.data.every((value, i) => value === b.hidden.data[i])
console.log(
  `in two pieces: same bits ${equal(whole, second)}; without the state between them ${equal(whole, forgotten)}`,
)

/** Rare pulses of +1 and -1, and the sign of the last pulse at each step: 1 for plus, 0 for minus. */
function pulses(count: number) {
  const x = new Float32Array(count * time)
  const sign = new Int32Array(count * time)
  for (let n = 0; n < count; n++)
    for (let t = 0; t < time; t++) {
      const at = n * time + t
      if (t === 0 || random.uniform() < 0.1) x[at] = random.uniform() < 0.5 ? 1 : -1
      sign[at] = x[at] ? Number(x[at] > 0) : sign[at - 1]
    }
  return { x: { shape: [count, time, 1], data: x }, sign: { shape: [count, time], data: sign } }
}

const x = input(['batch', 'time', 1])
const sign = input(['batch', 'time'], { type: 'int32' })
const { output } = rnn(x, { hiddenSize: units })
const scores = linear(output, 2)
const model = new Model({ inputs: { x, sign }, outputs: { scores, output }, loss: crossEntropy(scores, sign), seed: 1 })
const training = pulses(400)
const test = pulses(200)
const right = (data: Float32Array | Int32Array, truth: Int32Array) =>
  truth.filter((label, i) => Number(data[2 * i + 1] > data[2 * i]) === label).length / truth.length
const before = await model.predict(test)
await model.fit(training, { epochs: 15, optimizer: adam({ learningRate: 1e-2 }), clipNorm: 1 })
const after = await model.predict(test)
console.log(
  `sign of the last pulse, right: ${(100 * right(before.scores.data as Float32Array, test.sign.data)).toFixed(1)} % before training, ${(100 * right(after.scores.data as Float32Array, test.sign.data)).toFixed(1)} % after`,
)

// The states of one sequence.
const unitAt = (unit: number) => Array.from({ length: time }, (_, t) => after.output.data[t * units + unit])
const states = Array.from({ length: units }, (_, unit) => unitAt(unit))
const inputs = Array.from(test.x.data.slice(0, time))
savePicture(
  '03-states',
  linePicture({
    ...{ title: 'Three units of the state, and the pulses they read', x: 'time step', y: 'value' },
    lines: { pulses: inputs, 'unit 1': states[0], 'unit 2': states[1], 'unit 3': states[2] },
  }),
)

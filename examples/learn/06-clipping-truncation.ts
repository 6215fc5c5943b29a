// 06: Two limits of training. Clipping bounds the length of a gradient that explodes. Truncation bounds the number of
// steps that a gradient goes back, and so the lag that a network can learn.

import { adam, crossEntropy, gru, input, last, linear, Model, mse, rnn, sgd } from 'gatecast/nn'
import { barPicture } from '../pictures/bar_picture.ts'
import { linePicture } from '../pictures/line_picture.ts'
import { Random } from './tools/random.ts'
import { savePicture } from './tools/save.ts'

const random = new Random(6)

// Clipping. A ReLU network adds up 60 numbers; its gradient can become very long, and one long step spoils the weights.
const [samples, time] = [512, 60]
const numbers = Float32Array.from({ length: samples * time }, () => random.normal())
const sums = Float32Array.from({ length: samples }, (_, n) =>
  numbers.slice(n * time, (n + 1) * time).reduce((total, value) => total + value / 8, 0),
)
const additions = { x: { shape: [samples, time, 1], data: numbers }, y: { shape: [samples, 1], data: sums } }
const losses: Record<string, number[]> = {}
for (const clipNorm of [undefined, 1]) {
  const x = input(['batch', 'time', 1])
  const y = input(['batch', 1])
  const state = rnn(x, { hiddenSize: 32, nonlinearity: 'relu', recurrentInitial: 'orthogonal' })
  const sum = linear(last(state.output), 1)
  const model = new Model({ inputs: { x, y }, outputs: { sum }, loss: mse(sum, y), seed: 1 })
  const options = { epochs: 20, batchSize: 32, optimizer: sgd({ learningRate: 0.05 }), clipNorm }
  const { epochs } = await model.fit(additions, options)
  const name = clipNorm ? 'clipped to 1' : 'not clipped'
  losses[name] = epochs.map(({ loss }) => loss)
  const norms = epochs.map(({ gradientNorm }) => gradientNorm)
  const worst = norms.indexOf(Math.max(...norms.slice(0, 5)))
  console.log(
    `${name.padEnd(12)}: gradient of ${norms[worst].toFixed(1)} in epoch ${worst + 1}, loss of ${losses[name][19].toFixed(2)} at the end`,
  )
}
savePicture(
  '06-clipping',
  linePicture({
    ...{
      title: 'A sum of 60 numbers, learned with and without clipping',
      x: 'epoch',
      y: 'loss (0.94 is a guess)',
      lines: losses,
    },
  }),
)

// Truncation. Each 40 steps a cue of +1 or -1 comes, and its sign is asked 20 steps later.
const [period, lag, length] = [40, 20, 400]
function cues(count: number) {
  const x = new Float32Array(count * length * 2)
  const sign = new Int32Array(count * length)
  const asked = new Float32Array(count * length)
  for (let n = 0; n < count; n++)
    for (let t = n * length; t < (n + 1) * length; t += period) {
      x[2 * t] = random.uniform() < 0.5 ? 1 : -1
      x[2 * (t + lag) + 1] = 1
      asked[t + lag] = 1
      sign[t + lag] = Number(x[2 * t] > 0)
    }
  const shape = [count, length]
  return { x: { shape: [...shape, 2], data: x }, sign: { shape, data: sign }, asked: { shape, data: asked } }
}
const training = cues(64)
const test = cues(64)
const where = [...test.asked.data.keys()].filter((at) => test.asked.data[at])
const pieces = [5, 10, 20, 25, 50, 100, 400]
const shares: number[] = []
for (const truncate of pieces) {
  const x = input(['batch', 'time', 2])
  const sign = input(['batch', 'time'], { type: 'int32' })
  const asked = input(['batch', 'time'])
  const scores = linear(gru(x, { hiddenSize: 16 }).output, 2)
  const loss = crossEntropy(scores, sign, { mask: asked })
  const model = new Model({ inputs: { x, sign, asked }, outputs: { scores }, loss, seed: 1 })
  const optimizer = adam({ learningRate: 1e-2 })
  await model.fit(training, { epochs: 15, batchSize: 8, optimizer, truncate, clipNorm: 1 })
  const answer = (await model.predict(test)).scores.data
  const right = where.filter((at) => Number(answer[2 * at + 1] > answer[2 * at]) === test.sign.data[at])
  shares.push((100 * right.length) / where.length)
  console.log(
    `pieces of ${`${truncate}`.padStart(3)} steps: ${shares[shares.length - 1].toFixed(1).padStart(5)} % of the answers right`,
  )
}
savePicture(
  '06-truncation',
  barPicture({
    ...{
      title: 'A sign that is asked 20 steps later',
      y: '% right',
      labels: pieces.map((steps) => `pieces of ${steps}`),
    },
    ...{ bars: { right: shares }, digits: 0 },
  }),
)

// 02: Sequences of different lengths. A window needs one length, a sum forgets the order, a recurrent network takes any
// length and keeps the order. The task: did the high pulse come before the low pulse?

import { adam, crossEntropy, Gru, gru, input, last, linear, Model, reshape, sum, tanh, type Value } from 'gatecast/nn'
import { linePicture } from '../pictures/line_picture.ts'
import { weightsOf } from './tools/measure.ts'
import { Random } from './tools/random.ts'
import { savePicture } from './tools/save.ts'

const room = 40
const random = new Random(2)

/** Noise with one high and one low pulse, padded with zeros up to `size` steps. */
function sequences(count: number, shortest: number, longest: number, size: number) {
  const x = new Float32Array(count * size)
  const lengths = new Int32Array(count)
  const label = new Int32Array(count)
  for (let n = 0; n < count; n++) {
    const length = shortest + random.below(longest - shortest + 1)
    const high = random.below(length)
    const low = (high + 1 + random.below(length - 1)) % length
    for (let t = 0; t < length; t++) x[n * size + t] = 0.3 * random.normal() + (t === high ? 3 : t === low ? -3 : 0)
    lengths[n] = length
    label[n] = high < low ? 1 : 0
  }
  const shape = [count, size, 1]
  return { x: { shape, data: x }, lengths: { shape: [count], data: lengths }, label: { shape: [count], data: label } }
}

type Steps = Value<['batch', 'time', 1]>
type Reader = (x: Steps, lengths: Value<['batch'], 'int32'>) => Value<['batch', number]>

// Without a bias, the zeros of the padding add nothing to the sum.
const readers: Record<string, Reader> = {
  window: (x) => tanh(linear(reshape(x, ['batch', room]), 32)),
  sum: (x) => sum(tanh(linear(x, 32, { bias: false })), { axes: [1] }),
  recurrent: (x, lengths) => last(gru(x, { hiddenSize: 16, lengths }).output, { lengths }),
}

function modelOf(read: Reader, size: 'time' | number, names: string[]): Model {
  const x = input(['batch', size, 1]) as Steps
  const lengths = input(['batch'], { type: 'int32' })
  const label = input(['batch'], { type: 'int32' })
  const scores = linear(read(x, lengths), 2)
  const used = Object.entries({ x, lengths, label }).filter(([name]) => names.includes(name))
  const inputs = Object.fromEntries(used)
  return new Model({ inputs, outputs: { scores }, loss: crossEntropy(scores, label), seed: 1 })
}

const training = sequences(3000, 3, 40, room)
const tests = { '3 to 40': sequences(1000, 3, 40, room), '80 to 120': sequences(1000, 80, 120, 120) }
const curves: Record<string, number[]> = {}
for (const [name, read] of Object.entries(readers)) {
  const names = name === 'recurrent' ? ['x', 'lengths', 'label'] : ['x', 'label']
  const model = modelOf(read, name === 'window' ? room : 'time', names)
  const pick = (data: typeof training) =>
    Object.fromEntries(Object.entries(data).filter(([key]) => names.includes(key)))
  const optimizer = adam({ learningRate: 5e-3 })
  const { epochs } = await model.fit(pick(training), { epochs: 12, optimizer, clipNorm: 1 })
  curves[name] = epochs.map(({ loss }) => loss)
  const weights = weightsOf(model)
  const answers = Object.entries(tests).map(async ([steps, test]) => {
    const { scores } = await model.predict(pick(test))
    const right = test.label.data.filter((label, n) => (scores.data[2 * n + 1] > scores.data[2 * n] ? 1 : 0) === label)
    return `${((100 * right.length) / test.label.data.length).toFixed(1)} % of ${steps}`
  })
  // Rejected by the library: the window has no weights for more than 40 steps.
  const shown = await Promise.all(answers.map((answer) => answer.catch((error) => `${error.code} for 80 to 120`)))
  console.log(`${name.padEnd(9)} ${`${weights}`.padStart(4)} weights: ${shown.join(', ')}`)
}

// Padding changes nothing: a row of 9 steps in a batch of 40 has the state of the same row alone.
const layer = new Gru({ inputSize: 1, hiddenSize: 4, seed: 1 })
const row = Array.from({ length: 9 }, () => [random.normal()])
const padded = [...row, ...Array.from({ length: 31 }, () => [0])]
const alone = await layer.predict([row])
const [withLengths, without] = [await layer.predict([padded], { lengths: [9] }), await layer.predict([padded])]
const far = (other: typeof alone) =>
  Math.max(...other.hidden.data.map((value, i) => Math.abs(value - alone.hidden.data[i])))
console.log(`padded row, difference of its state: ${far(withLengths)} with lengths, ${far(without).toFixed(2)} without`)
savePicture(
  '02-lengths',
  linePicture({
    ...{
      title: 'Which pulse came first? Three readers',
      x: 'epoch',
      y: 'loss (0.69 is a guess)',
      lines: curves,
      range: [0, 0.8],
    },
  }),
)

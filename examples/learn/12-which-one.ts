// 12: Which one, when. Three networks of about the same size on five tasks, with three seeds each, and what a step costs.

import { gru, input, last, linear, lstm, Model, positionalEncoding, transformerEncoder, type Value } from 'gatecast/nn'
import { barPicture } from '../pictures/bar_picture.ts'
import { learnAdding } from './tasks/adding.ts'
import { drawnDigits, learnDigits } from './tasks/digits.ts'
import { learnForecast } from './tasks/forecast.ts'
import { learnRecall } from './tasks/puzzles.ts'
import { meanOf, weightsOf } from './tools/measure.ts'
import { Random } from './tools/random.ts'
import { savePicture } from './tools/save.ts'

type Steps = Value<['batch', 'time', number]>
const units = { gru: 40, lstm: 34, transformer: 24 }
const block = { heads: 4, feedForward: 48, causal: true, preNorm: true }
const networks: Record<string, (x: Steps) => Steps> = {
  GRU: (x) => gru(x, { hiddenSize: units.gru }).output,
  LSTM: (x) => lstm(x, { hiddenSize: units.lstm, forgetBias: 1 }).output,
  Transformer: (x) => transformerEncoder(positionalEncoding(linear(x, units.transformer)), block),
}

// Few digits, so that it matters what a network assumes before it has seen data.
const random = new Random(12)
const few = { training: drawnDigits(500, random), test: drawnDigits(1000, random) }
const tasks = ['recall', '500 digits', 'adding, 60 steps', 'adding, 120 steps', 'six series']
const right: Record<string, number[]> = {}
const errors: Record<string, number[]> = {}
for (const [name, read] of Object.entries(networks)) {
  const runs: number[][] = []
  for (const seed of [1, 2, 3]) {
    const found = await learnRecall(read as never, seed)
    const digits = await learnDigits((x) => last(read(x as never)), few, seed)
    const { short, long } = await learnAdding(read as never, seed)
    const months = await learnForecast((x) => last(read(x as never)), seed)
    runs.push([100 * found, 100 * digits.right, short, long, months.ratio])
  }
  console.log(name)
  const means = tasks.map((task, i) => {
    const all = runs.map((run) => run[i])
    const [low, mean, high] = [Math.min(...all), meanOf(all), Math.max(...all)].map((value) =>
      value.toFixed(i < 2 ? 1 : 3),
    )
    console.log(
      `  ${task.padEnd(17)} ${mean.padStart(6)}${i < 2 ? ' % right' : ' of the error of the simple rule'}, from ${low} to ${high}`,
    )
    return meanOf(all)
  })
  right[name] = means.slice(0, 2)
  errors[name] = means.slice(2)
}
savePicture(
  '12-right',
  barPicture({ title: 'Answers that are right', y: '%', labels: tasks.slice(0, 2), bars: right, digits: 0 }),
)
const title = 'Error, in units of the error of a simple rule'
savePicture('12-errors', barPicture({ title, y: 'share', labels: tasks.slice(2), bars: errors, digits: 2 }))

// What a step costs. A stream carries a state; attention needs the keys and values of all steps before.
const keep = [units.gru, 2 * units.lstm, 1000 * 2 * units.transformer]
console.log(
  `numbers to keep after 1,000 steps: ${Object.keys(networks)
    .map((name, i) => `${name} ${keep[i]}`)
    .join(', ')}`,
)
for (const [name, read] of Object.entries(networks)) {
  const x = input(['batch', 'time', 2])
  const model = new Model({ inputs: { x }, outputs: { y: read(x) } })
  console.log(`${name}: ${weightsOf(model)} weights`)
  const times: string[] = []
  for (const length of [500, 1000, 2000, 4000]) {
    const long = { x: { shape: [1, length, 2], data: new Float32Array(2 * length).fill(0.5) } }
    const runs: number[] = []
    for (let k = 0; k < 10; k++) {
      const start = performance.now()
      await model.predict(long, { threads: 1 })
      runs.push(performance.now() - start)
    }
    times.push(`${Math.min(...runs).toFixed(1)} ms for ${length} steps`)
  }
  console.log(`time ${name}: ${times.join(', ')}`)
}

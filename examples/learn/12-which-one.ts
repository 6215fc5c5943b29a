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
const tasks = ['recall', '500 digits', 'adding 60', 'adding 120', 'six series']
const means: Record<string, number[]> = {}
const cells = tasks.map((task) => [task.padEnd(11)])
for (const [name, read] of Object.entries(networks)) {
  const runs: number[][] = []
  for (const seed of [1, 2, 3]) {
    const found = await learnRecall(read as never, seed)
    const digits = await learnDigits((x) => last(read(x as never)), few, seed)
    const { short, long } = await learnAdding(read as never, seed)
    const months = await learnForecast((x) => last(read(x as never)), seed)
    runs.push([100 * found, 100 * digits.right, short, long, months.ratio])
  }
  means[name] = tasks.map((_, task) => meanOf(runs.map((run) => run[task])))
  for (const [task, row] of cells.entries()) {
    const all = runs.map((run) => run[task])
    const [low, mean, high] = [Math.min(...all), means[name][task], Math.max(...all)]
    const digits = task < 2 ? 1 : 3
    row.push(`${mean.toFixed(digits)} (${low.toFixed(digits - 1)}-${high.toFixed(digits - 1)})`.padEnd(18))
  }
}
console.log(
  `            ${Object.keys(networks)
    .map((name) => name.padEnd(18))
    .join(' ')}`.trimEnd(),
)
for (const row of cells) console.log(row.join(' ').trimEnd())
const part = (from: number, to: number) =>
  Object.fromEntries(Object.entries(means).map(([name, values]) => [name, values.slice(from, to)]))
savePicture(
  '12-right',
  barPicture({ title: 'Answers that are right', y: '%', labels: tasks.slice(0, 2), bars: part(0, 2), digits: 0 }),
)
const title = 'Error, in units of the error of a simple rule'
savePicture('12-errors', barPicture({ title, y: 'share', labels: tasks.slice(2), bars: part(2, 5), digits: 2 }))

// The cost of a step. A stream carries a state; attention needs the keys and values of all steps before.
const keep = [units.gru, 2 * units.lstm, 1000 * 2 * units.transformer]
for (const [i, [name, read]] of Object.entries(networks).entries()) {
  const x = input(['batch', 'time', 2])
  const model = new Model({ inputs: { x }, outputs: { y: read(x) } })
  console.log(`${name}: ${weightsOf(model)} weights, ${keep[i]} numbers kept after 1,000 steps`)
  const times: string[] = []
  for (const length of [500, 1000, 2000, 4000]) {
    const long = { x: { shape: [1, length, 2], data: new Float32Array(2 * length).fill(0.5) } }
    const runs: number[] = []
    for (let k = 0; k < 10; k++) {
      const start = performance.now()
      await model.predict(long, { threads: 1 })
      runs.push(performance.now() - start)
    }
    times.push(Math.min(...runs).toFixed(1))
  }
  console.log(`time ${name}: ${times.join(', ')} ms for 500, 1000, 2000, 4000 steps`)
}

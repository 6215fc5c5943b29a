// Forecasts two years of airline passengers with an LSTM and a GRU. The networks do not see these two years.
//
// The networks learn the growth of log(passengers) over the same month of the year before. A network that has learned
// nothing gives the seasonal naive forecast, so the networks need no input that describes the season.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { cpuInfo } from 'gatecast'
import { adam, cosineDecay, gru, input, last, linear, lstm, Model, mse } from 'gatecast/nn'
import { chart } from './chart.ts'
import { bold, table, write } from './terminal.ts'

const season = 12
const horizon = 24
const context = 24
/** Seeds of networks that differ only in their first weights. The forecast is the mean of all. */
const seeds = [1, 2, 3, 4, 5]

const root = dirname(createRequire(import.meta.url).resolve('gatecast/package.json'))
const file = readFileSync(join(root, 'datasets/air_passengers.csv'))
const rows: { month: string; passengers: string }[] = parse(file, { columns: true })
const passengers = rows.map((row) => Number(row.passengers))
const train = passengers.slice(0, -horizon)
const test = passengers.slice(-horizon)

// From here to the scores, the code uses only `train`.
const logs = train.map(Math.log)
const growth = logs.map((value, t) => (t < season ? Number.NaN : value - logs[t - season]))
const known = growth.slice(season)
const typical = mean(known)
const spread = Math.sqrt(mean(known.map((value) => (value - typical) ** 2)))

/** For the months before `end`: the level of each month relative to the last year, and its growth. */
function window(end: number): number[][] {
  const level = mean(logs.slice(end - season, end))
  const months = Array.from({ length: context }, (_, i) => end - context + i)
  return months.map((t) => [(logs[t] - level) / spread, (growth[t] - typical) / spread])
}

/** The last known value of the month that is `step` months after `end`. */
const sameMonth = (end: number, step: number): number => end - season + (step % season)

/** The growth of the months from `end` on over the same months of the last known year. */
const target = (end: number): number[] =>
  Array.from({ length: horizon }, (_, step) => (logs[end + step] - logs[sameMonth(end, step)]) / spread)

const ends = Array.from({ length: train.length - horizon - season - context + 1 }, (_, i) => season + context + i)
const data = { x: ends.map(window), y: ends.map(target) }

async function forecast(name: string, cell: typeof lstm | typeof gru): Promise<number[]> {
  const sums = new Array<number>(horizon).fill(0)
  for (const seed of seeds) {
    const x = input(['batch', 'time', 2])
    const y = input(['batch', horizon])
    const growths = linear(last(cell(x, { hiddenSize: 32 }).output), horizon)
    using model = new Model({ inputs: { x, y }, outputs: { growths }, loss: mse(growths, y), seed })
    await model.fit(data, {
      epochs: 200,
      batchSize: 16,
      optimizer: adam({ learningRate: 5e-3 }),
      schedule: cosineDecay(),
      clipNorm: 1,
      onProgress: ({ epoch, loss }) =>
        write(`${name} ${seed} of ${seeds.length}: epoch ${epoch}, loss ${loss.toFixed(4)}`),
    })
    const { growths: result } = await model.predict({ x: [window(train.length)] })
    result.data.forEach((value, step) => {
      sums[step] += value
    })
  }
  write('')
  return sums.map((sum, step) => Math.exp(logs[sameMonth(train.length, step)] + (spread * sum) / seeds.length))
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** MASE (Hyndman and Koehler 2006): the error divided by the error of seasonal naive within the training data. */
function scores(predicted: readonly number[]): number[] {
  const unit = mean(train.slice(season).map((value, t) => Math.abs(value - train[t])))
  const errors = predicted.map((value, step) => Math.abs(value - test[step]))
  const symmetric = errors.map((error, step) => (200 * error) / (Math.abs(predicted[step]) + Math.abs(test[step])))
  return [mean(errors) / unit, Math.sqrt(mean(errors.map((error) => error ** 2))), mean(symmetric)]
}

const start = performance.now()
const forecasts = [
  {
    name: 'seasonal naive',
    colour: 'gray',
    dash: [1, 2],
    values: test.map((_, step) => train[sameMonth(train.length, step)]),
  },
  { name: 'LSTM', colour: 'cyan', dash: [3, 1], values: await forecast('LSTM', lstm) },
  { name: 'GRU', colour: 'magenta', dash: [3, 1], values: await forecast('GRU', gru) },
] as const
const seconds = ((performance.now() - start) / 1000).toFixed(1)
const { tier, threads } = cpuInfo()

const shown = rows.slice(-4 * season)
const actual = {
  name: 'actual',
  colour: 'white',
  dash: [1, 0],
  values: shown.map((row) => Number(row.passengers)),
} as const
const years = shown.map(({ month }) => (month.endsWith('-01') ? month.slice(0, 4) : ''))
console.log(`${bold('Airline passengers, in thousands a month')}
Trained on ${rows[0].month} to ${rows[train.length - 1].month}, forecast ${shown[shown.length - horizon].month} to ${shown[shown.length - 1].month}:
${2 * seeds.length} networks in ${seconds} s on ${threads} processors (${tier}).

${chart([...forecasts, actual], years)}

${table(
  ['MASE', 'RMSE', 'sMAPE'],
  forecasts.map((line) => ({ ...line, cells: scores(line.values).map((score) => score.toFixed(2)) })),
)}`)

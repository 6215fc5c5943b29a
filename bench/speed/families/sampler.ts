// The share of a training step that gathers windows, and the share of the optimiser. Each is measured by a fit that
// does little else, and compared with a fit of an LSTM with the same inputs or weights. Both shares are upper bounds.

import type { Windows } from 'gatecast/binding'
import { adam, embedding, input, last, linear, lstm, Model, mean, mse } from 'gatecast/nn'
import { addon, normal } from '../addon.ts'
import { smallLstm } from '../cases.ts'
import type { Context, Findings, Value } from '../context.ts'
import { alternate, find, local, seconds } from '../rounds.ts'
import { median } from '../statistics.ts'
import { digits, duration, table } from '../table.ts'

const { input: features, hidden, batch, time } = smallLstm
const steps = 20

export async function sampler({ effort, print }: Context): Promise<Partial<Findings>> {
  const windows = someWindows()
  const options = { epochs: 1, optimizer: adam(), threads: 1 }
  const fitWindows = (model: ReturnType<typeof forecaster>) => () =>
    model.fit(windows, { ...options, batchSize: batch, samplesPerEpoch: steps * batch })
  const whole = forecaster(true)
  const weights = Object.values(whole.parameters).reduce((sum, { data }) => sum + data.length, 0)
  const update = weightsOnly(weights)
  const one = { x: { shape: [steps], data: new Int32Array(steps) }, y: normal([steps], 2) }
  const contestants = [
    local('step', 1, fitWindows(whole)),
    local('sampler', 1, fitWindows(forecaster(false))),
    local('optimiser', 1, () => update.fit(one, { ...options, batchSize: 1 })),
  ]
  const about = { family: 'sampler', name: `lstm ${features}, ${hidden}`, pass: 'step', about: {} }
  const match = await alternate(about, steps, contestants, effort)
  const time = (who: string) => median(seconds(find(match, who, 1) ?? match.series[0])) / steps
  const value = (name: string, number: number, unit: string): Value => ({
    family: 'sampler',
    name,
    value: number,
    unit,
  })
  const share = (who: string) => time(who) / time('step')
  const values = [
    value('windows per second', batch / time('sampler'), '1/s'),
    value('sampler of a step', share('sampler'), ''),
    value('optimiser of a step', share('optimiser'), ''),
  ]
  const rows = ['step', 'sampler', 'optimiser'].map((who) => [
    who,
    duration(time(who)),
    `${digits(100 * share(who))} %`,
  ])
  print(table([`LSTM ${features}, ${hidden}, ${batch} windows of ${windows.context}, 1 thread`, 'time', 'share'], rows))
  print(`${Math.round(values[0].value).toLocaleString('en')} windows per second`)
  return { matches: [match], values }
}

function someWindows(): Windows {
  const series = 200
  const length = 1000
  const names = Array.from({ length: features }, (_, i) => `c${i}`)
  const columns = Object.fromEntries(names.map((name, i) => [name, normal([series * length], i + 1).data]))
  const offsets = Float64Array.from({ length: series + 1 }, (_, i) => i * length)
  return {
    table: new addon.Table(columns, offsets, {}),
    first: new Int32Array(series).fill(time),
    count: new Int32Array(series).fill(length - time),
    stride: 1,
    target: 'c0',
    context: time,
    horizon: 1,
    scaling: 'standard',
    inputs: {
      x: { kind: 'values', columns: names, from: -time, to: 0, scaled: names.map((_, i) => i === 0), missing: 0 },
      y: { kind: 'values', columns: ['c0'], from: 0, to: 1, scaled: [true], missing: 0 },
    },
  }
}

/** A model with the LSTM, or with a linear layer on the last row instead. */
function forecaster(whole: boolean) {
  const x = input(['batch', time, features])
  const y = input(['batch', 1])
  const seen = whole ? last(lstm(x, { hiddenSize: hidden }).output) : last(x)
  const forecast = linear(seen, 1)
  return new Model({ inputs: { x, y }, outputs: { forecast }, loss: mse(forecast, y) })
}

/**
 * A model with at least this number of weights, in a table of which a step reads one row; only the optimiser uses the
 * others.
 */
function weightsOnly(weights: number) {
  const x = input(['batch'], { type: 'int32' })
  const y = input(['batch'])
  const size = 16
  const forecast = mean(embedding(x, { categories: Math.ceil(weights / size), size }), { axes: [1] })
  return new Model({ inputs: { x, y }, outputs: { forecast }, loss: mse(forecast, y) })
}

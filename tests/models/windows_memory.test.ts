import { describe, expect, it } from 'vitest'
import { binding, type TrainerOptions, type Windows } from '../../src/addon/index.ts'
import { adam, gru, input, last, linear, mse } from '../../src/nn/index.ts'
import { compile } from '../../src/nn/values/program.ts'

const megabytes = () => process.memoryUsage().rss / 2 ** 20

describe('the memory of training on windows', () => {
  it('grows with the data, not with the windows', async () => {
    const [seriesCount, length, context, horizon] = [20_000, 200, 56, 14]
    const y = Float32Array.from({ length: seriesCount * length }, (_, i) => (i % 97 === 0 ? Number.NaN : i % 13))
    const offsets = Float64Array.from({ length: seriesCount + 1 }, (_, s) => s * length)
    const x = input(['batch', 'time', 1])
    const target = input(['batch', horizon])
    const forecast = linear(last(gru(x, { hiddenSize: 16 }).output), horizon)
    const program = compile({ inputs: { x, target }, outputs: { forecast }, loss: mse(forecast, target) })
    const graph = new binding.Graph(program)
    const options: TrainerOptions = {
      optimizer: adam(),
      schedule: { kind: 'constant', warmup: 0, every: 1, factor: 1, total: 1, floor: 0, rise: 0.3, start: 0.04 },
      batchSize: 64,
      clipNorm: 0,
      clipValue: 0,
      shuffle: true,
      seed: 1,
      truncate: 0,
      samplesPerEpoch: 6400,
    }

    const before = megabytes()
    const windows: Windows = {
      table: new binding.Table({ y }, offsets, {}),
      first: new Int32Array(seriesCount),
      count: new Int32Array(seriesCount).fill(length + 1),
      stride: 1,
      target: 'y',
      context,
      horizon,
      needTarget: true,
      scaling: 'mean',
      inputs: {
        x: { kind: 'values', columns: ['y'], from: -context, to: 0, scaled: [true], missing: 0 },
        target: { kind: 'values', columns: ['y'], from: 0, to: horizon, scaled: [true], missing: 0 },
      },
    }
    await graph.trainer(options, windows, null).epoch({})
    const arrays = (binding.countWindows(windows) * (context + horizon) * 4) / 2 ** 20
    expect(arrays).toBeGreaterThan(1000)
    // The table holds 15 MB.
    expect(megabytes() - before).toBeLessThan(100)
  })
})

import { describe, expect, it } from 'vitest'
import { binding, type TrainerOptions } from '../../src/addon/index.ts'
import { adam, gru, input, last, linear, mse, multiply } from '../../src/nn/index.ts'
import { compile } from '../../src/nn/values/program.ts'
import { mirror, waves, windowsOf } from './windows_panel.ts'

describe('training on windows', () => {
  const x = input(['batch', 'time', 2])
  const y = input(['batch', 3])
  const mask = input(['batch', 3])
  const scale = input(['batch', 1])
  const forecast = linear(last(gru(x, { hiddenSize: 8 }).output), 3)
  const program = compile({
    inputs: { x, y, mask, scale },
    outputs: { forecast, inUnits: multiply(forecast, scale) },
    loss: mse(forecast, y, { mask }),
  })
  const windows = windowsOf(waves, {
    scaling: 'robust',
    needTarget: true,
    inputs: {
      x: { kind: 'values', columns: ['y', 'y'], from: -9, to: 0, scaled: [true, true], missing: 0 },
      y: { kind: 'values', columns: ['y'], from: 0, to: 3, scaled: [true], missing: 0 },
      mask: { kind: 'mask', column: 'y', from: 0, to: 3 },
      scale: { kind: 'scale' },
    },
  })
  const options: TrainerOptions = {
    optimizer: adam({ learningRate: 0.01 }),
    schedule: { kind: 'constant', warmup: 0, every: 1, factor: 1, total: 1, floor: 0, rise: 0.3, start: 0.04 },
    batchSize: 16,
    clipNorm: 1,
    clipValue: 0,
    shuffle: true,
    seed: 5,
    truncate: 0,
  }
  const fresh = () => {
    const graph = new binding.Graph(program)
    graph.setWeights(binding.random('normal', 1, 1, graph.weights().length).map((w) => 0.3 * w))
    return graph
  }
  const train = async (
    data: Parameters<typeof graph.trainer>[1],
    changed: Partial<TrainerOptions> = {},
    epochs = 3,
  ) => {
    const trainer = fresh().trainer({ ...options, ...changed }, data, data)
    const results = []
    for (let i = 0; i < epochs; i++) {
      const { milliseconds: _, ...result } = await trainer.epoch({})
      results.push(result)
    }
    return { results, state: trainer.state(), steps: trainer.progress().steps }
  }
  const graph = fresh()

  // The arrays come from a Program that outputs its windows, so that they are equal to the last bit.
  const arrays = async () => {
    const specs = Object.fromEntries(graph.inputs.map(({ name, ...spec }) => [name, spec]))
    return new binding.Graph(mirror(specs)).predict(windows, { batchSize: 7 })
  }

  it.for([false, true])('gives the bits of training on the same samples as arrays, shuffled: %s', async (shuffle) => {
    expect(await train(windows, { shuffle })).toEqual(await train(await arrays(), { shuffle }))
  })

  it('learns', async () => {
    const { results } = await train(windows, {}, 40)
    expect(results.at(-1)!.loss).toBeLessThan(results[0]!.loss / 4)
  })

  it.for([1, 2, 4])('has the same bits with %i threads', async (threads) => {
    expect(await train(windows, { threads })).toEqual(await train(windows, { threads: 2 }))
  })

  it('uses samplesPerEpoch samples in an epoch, and resumes at the right ones', async () => {
    const few = { samplesPerEpoch: 40, batchSize: 20 }
    const whole = await train(windows, few, 5)
    expect(whole.steps).toBe(2)
    const [first, second] = [fresh().trainer({ ...options, ...few }, windows, null), fresh()]
    await first.epoch({})
    await first.epoch({})
    const resumed = second.trainer({ ...options, ...few }, windows, null)
    resumed.restore(first.state())
    for (let i = 0; i < 3; i++) await resumed.epoch({})
    expect(resumed.state()).toEqual(whole.state)
  })

  it('evaluates and predicts in the order of the windows', async () => {
    const samples = await arrays()
    expect(await graph.evaluate(windows, { batchSize: 9 })).toEqual(await graph.evaluate(samples, { batchSize: 9 }))
    expect(await graph.predict(windows, { batchSize: 4 })).toEqual(await graph.predict(samples, { batchSize: 50 }))
  })
})

import { describe, expect, it } from 'vitest'
import { adam, dropout, gru, input, last, linear, Model, mae, mse, type Progress } from '../../src/nn/index.ts'
import { forecaster, sequences, stepper, waves } from './waves.ts'

const data = waves(120, 20)

describe('fit', () => {
  it('learns', async () => {
    const model = forecaster()
    const before = await model.evaluate(data)
    const { epochs, bestEpoch, stoppedEarly } = await model.fit(data, {
      epochs: 60,
      optimizer: adam({ learningRate: 1e-2 }),
    })
    const after = await model.evaluate(data)
    expect(before.loss).toBeGreaterThan(0.3)
    expect(after.loss).toBeLessThan(0.005)
    expect(epochs).toHaveLength(60)
    expect({ bestEpoch, stoppedEarly }).toEqual({ bestEpoch: 60, stoppedEarly: false })
  })

  it('calls onProgress after each epoch and awaits it', async () => {
    const model = forecaster()
    const seen: Progress[] = []
    let waiting = false
    await model.fit(data, {
      epochs: 3,
      validation: 0.25,
      async onProgress(progress) {
        expect(waiting).toBe(false)
        waiting = true
        seen.push(progress)
        // When onProgress is called, the model has the weights of the epoch that has just ended.
        const { loss } = await model.evaluate(tail(data, 30))
        expect(loss).toBeCloseTo(progress.validation?.loss ?? Number.NaN, 6)
        waiting = false
      },
    })
    expect(seen.map(({ epoch, epochs }) => [epoch, epochs])).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ])
    expect(seen[2]).toMatchObject({ learningRate: 1e-3, remaining: 0 })
    expect(seen[1].elapsed).toBeGreaterThan(seen[0].elapsed)
    expect(seen[0].gradientNorm).toBeGreaterThan(0)
  })

  it('calls onStep within an epoch', async () => {
    const steps: { step: number; steps: number }[] = []
    await forecaster().fit(waves(20_000, 60), { epochs: 1, onStep: (progress) => steps.push(progress) })
    expect(steps.length).toBeGreaterThan(0)
    expect(steps[0].steps).toBe(625)
    expect(steps.map(({ step }) => step)).toEqual(steps.map(({ step }) => step).toSorted((a, b) => a - b))
  })

  it.for(['onProgress', 'onStep'])('rejects with the error that %s throws', async (name) => {
    const error = new Error('mine')
    const fail = () => {
      throw error
    }
    const model = forecaster()
    await expect(model.fit(waves(20_000, 60), { epochs: 2, [name]: fail })).rejects.toBe(error)
    await model.fit(data, { epochs: 1 })
  })

  it('ends with the weights of the best epoch if patience is set', async () => {
    const model = forecaster((x) => dropout(last(gru(x, { hiddenSize: 9 }).output), 0.5))
    const validation = waves(40, 20)
    const options = { epochs: 200, patience: 3, validation, optimizer: adam({ learningRate: 0.05 }) }
    const { epochs, bestEpoch, stoppedEarly } = await model.fit(data, options)
    const losses = epochs.map((epoch) => epoch.validation?.loss ?? Number.NaN)
    expect(stoppedEarly).toBe(true)
    expect(epochs).toHaveLength(bestEpoch + 3)
    expect(losses[bestEpoch - 1]).toBe(Math.min(...losses))
    expect((await model.evaluate(validation, { batchSize: 32 })).loss).toBe(losses[bestEpoch - 1])
  })

  it('watches the metric that monitor names', async () => {
    const x = input(['batch', 'time', 1])
    const y = input(['batch', 1])
    const forecast = linear(last(x), 1)
    const metrics = { absolute: mae(forecast, y) }
    const model = new Model({ inputs: { x, y }, outputs: { forecast }, loss: mse(forecast, y), metrics })
    const { epochs, bestEpoch } = await model.fit(data, {
      epochs: 30,
      patience: 5,
      validation: 0.5,
      monitor: 'absolute',
    })
    const values = epochs.map(({ validation }) => validation?.absolute ?? Number.NaN)
    expect(values[bestEpoch - 1]).toBe(Math.min(...values))
    expect(Object.keys(await model.evaluate(data)).toSorted()).toEqual(['absolute', 'loss'])
    await expect(model.fit(data, { patience: 5, monitor: 'absolute' })).rejects.toMatchObject({ code: 'ERR_RANGE' })
  })

  it('takes the last samples for validation and does not train on them', async () => {
    const [split, given] = [forecaster(), forecaster()]
    const a = await split.fit(data, { epochs: 2, validation: 0.25 })
    const b = await given.fit(head(data, 90), { epochs: 2, validation: tail(data, 30) })
    expect(a).toEqual(b)
    expect(split.parameters).toEqual(given.parameters)
  })

  it('does not count masked elements, whatever they hold', async () => {
    const x = input(['batch', 2])
    const y = input(['batch', 1])
    const mask = input(['batch'])
    const forecast = linear(x, 1)
    const model = new Model({
      inputs: { x, y, mask },
      outputs: { forecast },
      loss: mse(forecast, y, { mask }),
      seed: 1,
    })
    const inputs = {
      x: [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
      mask: [1, 0, 1],
    }
    const huge = await model.gradients({ ...inputs, y: [[1], [1e30], [2]] })
    const small = await model.gradients({ ...inputs, y: [[1], [0], [2]] })
    expect(huge).toEqual(small)
  })

  it('rejects when the loss becomes NaN, and keeps the weights of the epoch before', async () => {
    const model = forecaster()
    const before = model.parameters
    const running = model.fit(data, { optimizer: adam({ learningRate: 1e38 }), epochs: 5 })
    await expect(running).rejects.toMatchObject({ code: 'ERR_NOT_FINITE' })
    expect(model.parameters).toEqual(before)
  })

  it('refuses a second fit while one runs', async () => {
    const model = forecaster()
    const first = model.fit(data, { epochs: 3 })
    await expect(model.fit(data)).rejects.toMatchObject({ code: 'ERR_BUSY' })
    expect(() => model.loadParameters(model.parameters)).toThrow(expect.objectContaining({ code: 'ERR_BUSY' }))
    await first
    await model.fit(data, { epochs: 1 })
  })
})

describe('truncated sequences', () => {
  it('are learned in pieces, and the state goes from piece to piece', async () => {
    const long = sequences(8, 120)
    const model = stepper((x) => gru(x, { hiddenSize: 12 }).output)
    const { epochs } = await model.fit(long, {
      epochs: 40,
      truncate: 20,
      batchSize: 4,
      optimizer: adam({ learningRate: 1e-2 }),
    })
    expect(epochs[0].loss).toBeGreaterThan(0.05)
    expect((await model.evaluate(long)).loss).toBeLessThan(0.005)
  })

  it('train as without truncation if there is one piece', async () => {
    const short = sequences(8, 20)
    const [whole, piece] = [
      stepper((x) => gru(x, { hiddenSize: 5 }).output),
      stepper((x) => gru(x, { hiddenSize: 5 }).output),
    ]
    await whole.fit(short, { epochs: 3 })
    await piece.fit(short, { epochs: 3, truncate: 20 })
    expect(piece.parameters).toEqual(whole.parameters)
  })

  it('need a loss at every step', async () => {
    await expect(forecaster().fit(data, { truncate: 5 })).rejects.toMatchObject({ code: 'ERR_PROGRAM' })
  })
})

type Waves = typeof data
const rows = ({ x, y }: Waves, from: number, to: number): Waves => ({
  x: { shape: [to - from, 20, 1], data: x.data.slice(from * 20, to * 20) },
  y: { shape: [to - from, 1], data: y.data.slice(from, to) },
})
const head = (waves: Waves, count: number) => rows(waves, 0, count)
const tail = (waves: Waves, count: number) => rows(waves, waves.x.shape[0] - count, waves.x.shape[0])

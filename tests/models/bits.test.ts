import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  adam,
  cosineDecay,
  dropout,
  type FitOptions,
  gru,
  last,
  lstm,
  type Model,
  rmsProp,
  rnn,
  sgd,
} from '../../src/nn/index.ts'
import { forecaster, sequences, stepper, waves } from './waves.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatecast-'))
})
afterAll(() => rm(folder, { recursive: true }))

const data = waves(70, 30)
/** The bits of the weights, which differ also for NaN and for the sign of a zero. */
const bits = (model: Pick<Model, 'parameters'>) =>
  Object.values(model.parameters).flatMap(({ data }) => [...new Uint32Array(data.buffer)])

const build = () =>
  forecaster((x) => dropout(last(lstm(gru(x, { hiddenSize: 9 }).output, { hiddenSize: 17 }).output), 0.2))

describe('the same bits', () => {
  it.for([2, 4])('result from 1 and %i threads', async (threads) => {
    const options = { epochs: 3, batchSize: 33, clipNorm: 0.5 }
    const [one, several] = [build(), build()]
    await one.fit(data, { ...options, threads: 1 })
    await several.fit(data, { ...options, threads })
    expect(bits(several)).toEqual(bits(one))
    expect(await several.predict({ x: data.x }, { threads })).toEqual(await one.predict({ x: data.x }, { threads: 1 }))
    expect(await several.gradients(data, { threads })).toEqual(await one.gradients(data, { threads: 1 }))
  })

  it('result from the same seed, and other bits from another seed', async () => {
    const fitted = async (seed: number) => {
      const model = build()
      await model.fit(data, { epochs: 1, seed })
      return bits(model)
    }
    expect(await fitted(5)).toEqual(await fitted(5))
    expect(await fitted(6)).not.toEqual(await fitted(5))
  })

  it('result for a sample, whatever other samples are in the batch', async () => {
    const model = build()
    const whole = await model.predict({ x: data.x }, { batchSize: 70 })
    const parts = await model.predict({ x: data.x }, { batchSize: 3 })
    expect(parts).toEqual(whole)
  })
})

describe('training that is interrupted and resumed', () => {
  const cases: [string, FitOptions<never>][] = [
    ['adam', { optimizer: adam({ learningRate: 3e-3 }), schedule: cosineDecay({ warmup: 1 }) }],
    ['momentum', { optimizer: sgd({ momentum: 0.9, nesterov: true }), clipValue: 0.1 }],
    ['rmsProp', { optimizer: rmsProp({ momentum: 0.5 }), shuffle: false, batchSize: 50 }],
    ['early stopping', { patience: 4, minDelta: 1e9 }],
  ]
  it.for(cases)('gives the bits of uninterrupted training, with %s', async ([name, options]) => {
    const checkpoint = join(folder, `${name}.safetensors`)
    const whole = build()
    const history = await whole.fit(data, { ...options, epochs: 6 })

    const controller = new AbortController()
    const stopped = build()
    const onProgress = ({ epoch }: { epoch: number }) => epoch === 3 && controller.abort('enough')
    const interrupted = stopped.fit(data, { ...options, epochs: 6, checkpoint, signal: controller.signal, onProgress })
    await expect(interrupted).rejects.toMatchObject({ name: 'AbortError', code: 'ABORT_ERR', cause: 'enough' })

    const resumed = build()
    expect(await resumed.fit(data, { ...options, epochs: 6, resume: checkpoint, checkpoint })).toEqual(history)
    expect(bits(resumed)).toEqual(bits(whole))
  })

  it('gives the same bits also with truncated back-propagation', async () => {
    const checkpoint = join(folder, 'truncated.safetensors')
    const long = sequences(10, 50)
    const make = () => stepper((x) => rnn(x, { hiddenSize: 7 }).output)
    const [whole, first, second] = [make(), make(), make()]
    await whole.fit(long, { epochs: 4, truncate: 15, batchSize: 4 })
    await first.fit(long, { epochs: 2, truncate: 15, batchSize: 4, checkpoint })
    await second.fit(long, { epochs: 4, truncate: 15, batchSize: 4, resume: checkpoint })
    expect(bits(second)).toEqual(bits(whole))
  })

  it('keeps the weights of the last whole epoch when it is stopped within an epoch', async () => {
    const model = build()
    const controller = new AbortController()
    let after: number[] = []
    const running = model.fit(waves(2000, 60), {
      epochs: 1000,
      signal: controller.signal,
      onProgress({ epoch }) {
        after = bits(model)
        if (epoch === 2) setTimeout(() => controller.abort(), 15)
      },
    })
    await expect(running).rejects.toMatchObject({ name: 'AbortError' })
    expect(bits(model)).toEqual(after)
  })

  it('refuses a checkpoint of another model, and a file that is not a checkpoint', async () => {
    const path = join(folder, 'other.safetensors')
    await forecaster().fit(data, { epochs: 1, checkpoint: path })
    await expect(build().fit(data, { resume: path })).rejects.toMatchObject({ code: 'ERR_DATA' })
    const model = build()
    await model.save(path)
    await expect(model.fit(data, { resume: path })).rejects.toMatchObject({ code: 'ERR_FILE' })
    await expect(model.fit(data, { resume: join(folder, 'none') })).rejects.toMatchObject({ code: 'ERR_FILE' })
  })

  it('refuses a checkpoint of another optimiser', async () => {
    const path = join(folder, 'optimizer.safetensors')
    await build().fit(data, { epochs: 1, checkpoint: path })
    await expect(build().fit(data, { epochs: 2, resume: path, optimizer: sgd() })).rejects.toMatchObject({
      code: 'ERR_DATA',
    })
  })
})

// Result arrays: the library fills them off the JS thread, and then only the caller has them.
import { describe, expect, it } from 'vitest'
import { gru, input, Lstm, lstm, Model, repeat, rnn, type Tensor } from '../../src/nn/index.ts'
import { random } from '../layers/check.ts'
import { forecaster, waves } from './waves.ts'

const layer = new Lstm({ inputSize: 3, hiddenSize: 65, seed: 1 })
const x = random([9, 7, 3], 1)

/** Moves the memory of a tensor to a new array, as postMessage does. */
const transferred = ({ data }: Tensor): Float32Array =>
  structuredClone(data as Float32Array<ArrayBuffer>, { transfer: [data.buffer as ArrayBuffer] })

describe('results', () => {
  it('have their own memory, which can be transferred, if large or small', async () => {
    const { output, hidden, backward } = await layer.forward(x)
    const { input, parameters } = await backward({ output })
    const { forecast } = await forecaster().predict(waves(5, 8))
    const { forecast: large } = await forecaster().predict(waves(3000, 8))
    for (const tensor of [output, hidden, input, parameters.weight_hh_l0, forecast, large]) {
      const copy = tensor.data.slice()
      if (tensor !== parameters.weight_hh_l0) expect(tensor.data.byteLength).toBe(tensor.data.buffer.byteLength)
      expect(transferred(tensor)).toEqual(copy)
      expect(tensor.data).toHaveLength(0)
    }
  })

  it('are not changed by another backward pass', async () => {
    const { output, backward } = await layer.forward(x)
    const gradient = random([9, 7, 65], 2)
    const first = await backward({ output: gradient })
    output.data.fill(7)
    first.input.data.fill(8)
    const again = await backward({ output: gradient })
    expect(again.parameters).toEqual(first.parameters)
    expect(output.data.every((value) => value === 7)).toBe(true)
    expect(first.input.data.every((value) => value === 8)).toBe(true)
  })

  it('are not changed by the next prediction', async () => {
    const model = forecaster()
    for (const samples of [2, 300]) {
      const { forecast } = await model.predict(waves(samples, 8))
      const copy = forecast.data.slice()
      await model.predict({ x: random([samples, 8, 1], 3) })
      expect(forecast.data).toEqual(copy)
    }
  })

  it('are the same if samples run at once or in batches', async () => {
    const model = forecaster()
    const { x } = waves(70, 8)
    const whole = await model.predict({ x }, { batchSize: 70 })
    expect(await model.predict({ x }, { batchSize: 32 })).toEqual(whole)
    expect(await model.predict({ x }, { batchSize: 70 })).toEqual(whole)
  })

  it.for([1, 2])('are the same in batches of any size, with a smaller last batch, on %i threads', async (threads) => {
    const x = input(['batch', 'time', 8])
    const cells = [lstm, gru, rnn].map((cell) => cell(x, { hiddenSize: 64 }).output)
    const model = new Model({ inputs: { x }, outputs: { lstm: cells[0], gru: cells[1], rnn: cells[2] }, seed: 1 })
    const data = { x: random([62, 96, 8], 1) }
    const whole = await model.predict(data, { batchSize: 62, threads })
    for (const batchSize of [5, 31, 32, 33, 61]) {
      const parts = await model.predict(data, { batchSize, threads })
      for (const name of ['lstm', 'gru', 'rnn'] as const) {
        const wrong = parts[name].data.findIndex((value, i) => value !== whole[name].data[i])
        expect(wrong, `${name}, ${batchSize} at a time`).toBe(-1)
      }
    }
  })

  it('may hold one value twice, and an input', async () => {
    const x = input(['batch', 'time', 3])
    const model = new Model({ inputs: { x }, outputs: { one: x, other: x } })
    const data = random([4, 2000, 3], 1)
    const { one, other } = await model.predict({ x: data })
    expect([one, other]).toEqual([data, data])
    expect(one.data.buffer).not.toBe(other.data.buffer)
  })

  it('that are larger than memory are refused', async () => {
    const x = input(['batch', 1])
    const model = new Model({ inputs: { x }, outputs: { copies: repeat(x, { axis: 1, times: 2 ** 40 }) } })
    await expect(model.predict({ x: [[1]] })).rejects.toMatchObject({
      code: 'ERR_MEMORY',
      message: expect.stringContaining('GB'),
    })
  })
})

import { describe, expect, it } from 'vitest'
import { gru, input, last, linear, lstm, Model, mse, rnn } from '../../src/nn/index.ts'
import { forecaster, waves } from './waves.ts'

describe('gradients', () => {
  it('are the slope of the loss', async () => {
    const model = forecaster()
    const data = waves(16, 12)
    const { loss, parameters, inputs } = await model.gradients(data, { inputs: ['x'] })
    expect(loss).toBeCloseTo((await model.evaluate(data)).loss, 6)
    expect(inputs.x.shape).toEqual([16, 12, 1])
    // A small step down the gradient lowers the loss by the squared norm of the gradient times the step.
    const length2 = Object.values(parameters).reduce(
      (sum, { data }) => sum + Array.from(data).reduce((s, g) => s + g * g, 0),
      0,
    )
    const step = 1e-3 / Math.sqrt(length2)
    const moved = (sign: number) =>
      Object.fromEntries(
        Object.entries(model.parameters).map(([name, { shape, data }]) => [
          name,
          { shape, data: data.map((value, i) => value + sign * step * parameters[name].data[i]) },
        ]),
      )
    const losses = []
    for (const sign of [-1, 1]) {
      const other = forecaster()
      other.loadParameters(moved(sign))
      losses.push((await other.evaluate(data)).loss)
    }
    expect((losses[1] - losses[0]) / (2 * step) / length2).toBeCloseTo(1, 2)
  })

  it('vanish over 200 steps in a tanh RNN, and far less in LSTM and GRU', async () => {
    // The number of decimal orders by which dLoss/dHidden is smaller at the first step than at the last.
    const fade = async (model: ReturnType<typeof forecaster>) => {
      const { hiddenNorms } = await model.gradients(waves(8, 200))
      const [norms] = Object.values(hiddenNorms)
      expect(norms).toHaveLength(200)
      return Math.log10(norms[199] / norms[0])
    }
    const hiddenSize = 32
    const plain = forecaster((x) => last(rnn(x, { hiddenSize, recurrentInitial: 'orthogonal' }).output))
    const long = forecaster((x) => last(lstm(x, { hiddenSize, forgetBias: 5 }).output))
    const gated = forecaster((x) => last(gru(x, { hiddenSize }).output))
    // The update gate of a GRU acts like the forget gate of an LSTM: here it starts by keeping most of the state.
    const weights = gated.parameters
    weights['gru0.bias_ih'].data.fill(5, hiddenSize, 2 * hiddenSize)
    gated.loadParameters(weights)
    expect(await fade(plain)).toBeGreaterThan(5)
    expect(await fade(long)).toBeLessThan(1)
    expect(await fade(gated)).toBeLessThan(1)
  })

  it('have norms also where their squares are too small for a float', async () => {
    const model = forecaster((x) => last(rnn(x, { hiddenSize: 8, recurrentInitial: 'orthogonal' }).output))
    const weights = model.parameters
    const name = 'rnn0.weight_hh'
    model.loadParameters({ ...weights, [name]: { ...weights[name], data: weights[name].data.map((w) => 0.1 * w) } })
    const { hiddenNorms } = await model.gradients(waves(8, 30))
    const [norms] = Object.values(hiddenNorms)
    expect(norms[0]).toBeLessThan(1e-25)
    // Each step back divides the norm by 10, or by more where tanh is flat.
    for (let t = 1; t < 30; t++) {
      expect(norms[t - 1] / norms[t]).toBeGreaterThan(0.01)
      expect(norms[t - 1] / norms[t]).toBeLessThan(0.11)
    }
  })

  it('have the name of their layer', async () => {
    const x = input(['batch', 'time', 1])
    const y = input(['batch', 1])
    const first = lstm(x, { hiddenSize: 3, name: 'first' })
    const unused = gru(x, { hiddenSize: 3, name: 'unused' })
    const second = gru(first.output, { hiddenSize: 3 })
    const forecast = linear(last(second.output), 1)
    const outputs = { forecast, other: unused.hidden }
    const model = new Model({ inputs: { x, y }, outputs, loss: mse(forecast, y) })
    const { hiddenNorms, parameters } = await model.gradients(waves(4, 7))
    expect(Object.keys(hiddenNorms)).toEqual(['first', 'gru0'])
    expect(parameters['unused.weight_ih'].data.every((value) => value === 0)).toBe(true)
  })

  it('need a loss', async () => {
    const x = input(['batch', 'time', 1])
    const model = new Model({ inputs: { x }, outputs: { y: linear(x, 1) } })
    await expect(model.gradients({ x: [[[1]]] })).rejects.toMatchObject({ code: 'ERR_PROGRAM' })
  })
})

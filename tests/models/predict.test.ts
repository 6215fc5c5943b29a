import { describe, expect, it } from 'vitest'
import { gru, input, last, linear, lstm, Model, rnn, type Tensor, type Value } from '../../src/nn/index.ts'
import { forecaster, waves } from './waves.ts'

const one = waves(1, 30).x
const many = waves(9, 30).x
const row = ({ data, shape }: Tensor, n: number) => {
  const size = data.length / shape[0]
  return data.slice(n * size, (n + 1) * size)
}
/** Calls `predict` until the model has measured that its calls are short. */
async function often<T>(call: () => Promise<T>): Promise<T[]> {
  const results: T[] = []
  for (let i = 0; i < 12; i++) results.push(await call())
  return results
}

describe('predict', () => {
  type Sequence = Value<['batch', 'time', 1]>
  const bodies: [string, (x: Sequence, hiddenSize: number) => Value<['batch', 'time', number]>][] = [
    ['lstm', (x, hiddenSize) => lstm(x, { hiddenSize }).output],
    ['gru', (x, hiddenSize) => gru(x, { hiddenSize }).output],
    ['gru that resets before', (x, hiddenSize) => gru(x, { hiddenSize, reset: 'before' }).output],
    ['rnn', (x, hiddenSize) => rnn(x, { hiddenSize }).output],
  ]
  it.for(bodies)('gives a sample the same bits alone and in a batch: %s', async ([, body]) => {
    for (const hiddenSize of [3, 16, 33, 64, 90]) {
      const x = input(['batch', 'time', 1])
      const model = new Model({ inputs: { x }, outputs: { states: body(x, hiddenSize) }, seed: 1 })
      const { states } = await model.predict({ x: many })
      for (const n of [0, 4, 8]) {
        const alone = await model.predict({ x: { shape: [1, 30, 1], data: row(many, n) } })
        expect(alone.states.data, `${hiddenSize} units, sample ${n}`).toEqual(row(states, n))
      }
    }
  })

  it('gives the same bits in every call, in parallel calls, and on any number of threads', async () => {
    const model = forecaster()
    const first = await model.predict({ x: one })
    for (const again of await often(() => model.predict({ x: one }))) expect(again).toEqual(first)
    for (const again of await often(() => model.predict({ x: one }, { threads: 1 }))) expect(again).toEqual(first)
    expect((await model.predict({ x: many }, { batchSize: 4 })).forecast.data[0]).toBe(first.forecast.data[0])
    expect(await model.predict({ x: one })).toEqual(first)
  })

  it('may run many times in parallel', async () => {
    const model = forecaster()
    const inputs = Array.from({ length: 9 }, (_, n) => ({ shape: [1, 30, 1], data: row(many, n) }))
    const alone: number[] = []
    for (const x of inputs) alone.push((await model.predict({ x })).forecast.data[0])
    for (let i = 0; i < 10; i++) {
      const together = await Promise.all(inputs.map((x) => model.predict({ x })))
      expect(together.map(({ forecast }) => forecast.data[0])).toEqual(alone)
    }
  })

  it('uses new weights in the first call after they are set', async () => {
    const [model, other] = [forecaster(), forecaster(undefined, { seed: 2 })]
    await often(() => model.predict({ x: one }))
    const underWay = model.predict({ x: many })
    model.loadParameters(other.parameters)
    expect(await model.predict({ x: one })).toEqual(await other.predict({ x: one }))
    await underWay
    expect(await model.predict({ x: one })).toEqual(await other.predict({ x: one }))
    expect(await model.predict({ x: many })).toEqual(await other.predict({ x: many }))
  })

  it('rejects a wrong call also if calls are short', async () => {
    const x = input(['batch', 'time', 1])
    const lengths = input(['batch'], { type: 'int32' })
    const forecast = linear(last(gru(x, { hiddenSize: 4, lengths }).output, { lengths }), 1)
    const model = new Model({ inputs: { x, lengths }, outputs: { forecast } })
    const good = { x: one, lengths: [30] }
    const [before] = await often(() => model.predict(good))
    await expect(model.predict({ ...good, lengths: [31] })).rejects.toMatchObject({ code: 'ERR_RANGE' })
    await expect(model.predict({ lengths: [30] })).rejects.toMatchObject({ code: 'ERR_DATA' })
    const stopped = { signal: AbortSignal.abort('enough') }
    await expect(model.predict(good, stopped)).rejects.toMatchObject({ name: 'AbortError', cause: 'enough' })
    expect(await model.predict(good)).toEqual(before)
    model[Symbol.dispose]()
    await expect(model.predict(good)).rejects.toMatchObject({ code: 'ERR_DISPOSED' })
  })

  it('lets timers run during many short calls', async () => {
    const model = forecaster()
    let ticks = 0
    const timer = setInterval(() => ticks++, 1)
    const end = performance.now() + 300
    while (performance.now() < end) await model.predict({ x: one })
    clearInterval(timer)
    expect(ticks).toBeGreaterThan(5)
  })
})

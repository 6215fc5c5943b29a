import { describe, expect, it } from 'vitest'
import { adam, gru, input, last, linear, lstm, Model, mse, rnn, type Tensor, type Value } from '../../src/nn/index.ts'

/**
 * The adding problem (Hochreiter and Schmidhuber 1997): two of 200 numbers are marked, one in each half. The target is
 * their sum. A model that always answers 1 has a mean squared error of 1/6.
 */
const time = 200
const hiddenSize = 32

let state = 1
const random = (): number => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0
  return state / 2 ** 32
}

function problems(count: number): { x: Tensor; y: Tensor } {
  const x = new Float32Array(count * time * 2)
  const y = new Float32Array(count)
  for (let n = 0; n < count; n++) {
    const marked = [0, time / 2].map((half) => half + Math.floor((random() * time) / 2))
    for (let t = 0; t < time; t++) x.set([random(), marked.includes(t) ? 1 : 0], (n * time + t) * 2)
    for (const t of marked) y[n] += x[(n * time + t) * 2]
  }
  return { x: { shape: [count, time, 2], data: x }, y: { shape: [count, 1], data: y } }
}

type Body = (x: Value<['batch', 'time', 2]>) => Value<['batch', 'time', number]>

/** The validation loss. Training ends as soon as the loss is below 0.008, at the latest after all epochs. */
async function learn(
  body: Body,
  options: { learningRate: number; batchSize: number; epochs: number },
): Promise<number> {
  const { learningRate, ...rest } = options
  const x = input(['batch', 'time', 2])
  const y = input(['batch', 1])
  const total = linear(last(body(x)), 1)
  const model = new Model({ inputs: { x, y }, outputs: { total }, loss: mse(total, y), seed: 1 })
  const good = new AbortController()
  let loss = Number.POSITIVE_INFINITY
  const running = model.fit(problems(4000), {
    ...rest,
    optimizer: adam({ learningRate }),
    clipNorm: 1,
    validation: problems(500),
    signal: good.signal,
    onProgress({ validation }) {
      loss = validation?.loss ?? loss
      if (loss < 0.008) good.abort()
    },
  })
  await running.catch((error) => {
    if (!good.signal.aborted) throw error
  })
  return loss
}

describe('the adding problem over 200 steps', { timeout: 180_000 }, () => {
  it('is learned by a GRU', async () => {
    const options = { learningRate: 0.01, batchSize: 32, epochs: 15 }
    expect(await learn((x) => gru(x, { hiddenSize }).output, options)).toBeLessThan(0.01)
  })

  it('is learned by an LSTM', async () => {
    const options = { learningRate: 0.005, batchSize: 16, epochs: 50 }
    const body: Body = (x) => lstm(x, { hiddenSize, forgetBias: 3, recurrentInitial: 'orthogonal' }).output
    expect(await learn(body, options)).toBeLessThan(0.01)
  })

  it('is not learned by a tanh RNN of the same size', async () => {
    const options = { learningRate: 0.005, batchSize: 16, epochs: 20 }
    const body: Body = (x) => rnn(x, { hiddenSize, recurrentInitial: 'orthogonal' }).output
    expect(await learn(body, options)).toBeGreaterThan(0.1)
  })
})

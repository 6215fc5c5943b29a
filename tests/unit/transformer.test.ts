// A Transformer learns a task that needs attention and the order of the steps.
import { expect, it } from 'vitest'
import {
  adam,
  cosineDecay,
  input,
  last,
  linear,
  Model,
  mse,
  positionalEncoding,
  type Tensor,
  transformerEncoder,
  type Value,
} from '../../src/nn/index.ts'
import { generator } from '../ops/values.ts'

const steps = 8

/** The answer is the first feature at the step before the marked one. */
function task(samples: number, seed: number): { x: Tensor; y: Tensor } {
  const next = generator(seed)
  const x = new Float32Array(samples * steps * 2)
  const y = new Float32Array(samples)
  for (let s = 0; s < samples; s++) {
    for (let t = 0; t < steps; t++) x[(s * steps + t) * 2] = 2 * next() - 1
    const marked = 1 + Math.floor(next() * (steps - 1))
    x[(s * steps + marked) * 2 + 1] = 1
    y[s] = x[(s * steps + marked - 1) * 2]
  }
  return { x: { shape: [samples, steps, 2], data: x }, y: { shape: [samples, 1], data: y } }
}

const encodings = {
  sinusoidal: (h: Value<['batch', 'time', 16]>) => positionalEncoding(h),
  learned: (h: Value<['batch', 'time', 16]>) => positionalEncoding(h, { kind: 'learned', longest: steps }),
  rotary: (h: Value<['batch', 'time', 16]>) => h,
}

it.each(Object.keys(encodings) as (keyof typeof encodings)[])(
  'a Transformer with %s positions recalls the value before a mark',
  async (encoding) => {
    const x = input(['batch', 'time', 2])
    const y = input(['batch', 1])
    const placed = encodings[encoding](linear(x, 16))
    const options = { heads: 2, layers: 2, feedForward: 32, preNorm: true, rotary: encoding === 'rotary' }
    const answer = linear(last(transformerEncoder(placed, options)), 1)
    using model = new Model({ inputs: { x, y }, outputs: { answer }, loss: mse(answer, y), seed: 1 })
    // At 0.01, or in 40 epochs, it depends on the rounding of a processor whether training finds the answer.
    const learningRate = cosineDecay({ from: 0.004, warmup: 1 })
    await model.fit(task(2000, 1), { epochs: 60, batchSize: 50, optimizer: adam({ learningRate }), clipNorm: 1 })
    // The variance of the answers is 1/3: what a network without attention reaches.
    expect((await model.evaluate(task(500, 2))).loss).toBeLessThan(0.05)
  },
)

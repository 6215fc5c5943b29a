// The adding problem (Hochreiter and Schmidhuber 1997). Each step has a random number and a mark. Two steps are marked, one
// in each half, and the target is the sum of their numbers. Always 1 gives a mean squared error of 1/6.

import { adam, input, last, linear, Model, mse, type Tensor, type Value } from 'gatecast/nn'
import { Random } from '../tools/random.ts'

export function addingProblems(count: number, time: number, random: Random): { x: Tensor; y: Tensor } {
  const x = new Float32Array(count * time * 2)
  const y = new Float32Array(count)
  const half = time / 2
  for (let n = 0; n < count; n++) {
    const marked = [random.below(half), half + random.below(half)]
    for (let t = 0; t < time; t++) x.set([random.uniform(), Number(marked.includes(t))], (n * time + t) * 2)
    for (const t of marked) y[n] += x[(n * time + t) * 2]
  }
  return { x: { shape: [count, time, 2], data: x }, y: { shape: [count, 1], data: y } }
}

/**
 * Trains a reader on 2,000 problems of 60 steps. Returns its error on new problems of 60 and of 120 steps, in units of the
 * error of always 1.
 */
export async function learnAdding(
  read: (x: Value<['batch', 'time', 2]>) => Value<['batch', 'time', number]>,
  seed: number,
): Promise<{ short: number; long: number }> {
  const x = input(['batch', 'time', 2])
  const y = input(['batch', 1])
  const sum = linear(last(read(x)), 1)
  const model = new Model({ inputs: { x, y }, outputs: { sum }, loss: mse(sum, y), seed })
  const options = { epochs: 20, batchSize: 32, optimizer: adam({ learningRate: 3e-3 }), clipNorm: 1 }
  await model.fit(addingProblems(2000, 60, new Random(1)), options)
  const errorOf = async (time: number) => 6 * (await model.evaluate(addingProblems(500, time, new Random(time)))).loss
  return { short: await errorOf(60), long: await errorOf(120) }
}

import type { Tensor } from 'gatecast/nn'
import { randomFrom } from './random.ts'

/**
 * The adding problem (Hochreiter and Schmidhuber 1997): each step has a random number and a mark. Two steps are marked,
 * one in each half, and the answer is the sum of their numbers.
 */
export function addingProblems(count: number, time: number, seed: number): { x: Tensor; y: Tensor } {
  const random = randomFrom(seed)
  const x = new Float32Array(count * time * 2)
  const y = new Float32Array(count)
  for (let n = 0; n < count; n++) {
    for (let t = 0; t < time; t++) x[(n * time + t) * 2] = random()
    for (const half of [0, time / 2]) {
      const step = (n * time + half + Math.floor((random() * time) / 2)) * 2
      x[step + 1] = 1
      y[n] += x[step]
    }
  }
  return { x: { shape: [count, time, 2], data: x }, y: { shape: [count, 1], data: y } }
}

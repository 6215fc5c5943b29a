import type { Tensor } from 'gatecast/nn'
import { randomFrom } from './random.ts'

const blank = 8
const signal = 9
const length = 10

/**
 * Copying (Hochreiter and Schmidhuber 1997; Arjovsky, Shah and Bengio 2016): ten of eight symbols, a wait, a signal. From
 * the signal on, the answer is the ten symbols; before, it is blank. A problem has `wait + 20` steps.
 */
export function copyProblems(count: number, wait: number, seed: number): { x: Tensor; y: Tensor } {
  const random = randomFrom(seed + 77)
  const time = wait + 2 * length
  const x = new Float32Array(count * time * 10)
  const y = new Int32Array(count * time).fill(blank)
  for (let n = 0; n < count; n++) {
    for (let t = 0; t < time; t++) {
      const symbol = t < length ? Math.floor(random() * 8) : t === time - length - 1 ? signal : blank
      x[(n * time + t) * 10 + symbol] = 1
      if (t < length) y[n * time + time - length + t] = symbol
    }
  }
  return { x: { shape: [count, time, 10], data: x }, y: { shape: [count, time], data: y } }
}

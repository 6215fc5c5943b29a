// Elementwise ops with NumPy broadcasting.
import { sigmoid } from './recurrent.ts'
import { at, build, type DoubleTensor } from './tensor.ts'
import type { Reference } from './types.ts'

const map =
  (f: (x: number) => number): Reference =>
  ([x]) => [{ shape: x!.shape, data: x!.data.map(f) }]

/** The element of `x` at `index` of the broadcast shape. */
const stretched = (x: DoubleTensor, index: readonly number[]): number => {
  const aligned = index.slice(index.length - x.shape.length)
  return at(
    x,
    aligned.map((entry, d) => (x.shape[d] === 1 ? 0 : entry)),
  )
}

function broadcast(a: readonly number[], b: readonly number[]): number[] {
  const rank = Math.max(a.length, b.length)
  const size = (shape: readonly number[], d: number) => shape[d - rank + shape.length] ?? 1
  return Array.from({ length: rank }, (_, d) => (size(a, d) === 1 ? size(b, d) : size(a, d)))
}

const combine =
  (f: (a: number, b: number) => number): Reference =>
  (inputs) => {
    const [a, b] = inputs as DoubleTensor[]
    return [build(broadcast(a.shape, b.shape), (index) => f(stretched(a, index), stretched(b, index)))]
  }

/**
 * Phi(x) by the series  1/2 + phi(x) (x + x^3/3 + x^5/(3 5) + ...), Marsaglia 2004. All terms have the same sign.
 * The absolute error is about 1e-16 in the range of the tests.
 */
export function normalDistribution(x: number): number {
  let sum = x
  let term = x
  for (let k = 3; Math.abs(term) > 1e-18 * Math.abs(sum); k += 2) {
    term *= (x * x) / k
    sum += term
  }
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI)
}

export const elementwise: Record<string, Reference> = {
  add: combine((a, b) => a + b),
  subtract: combine((a, b) => a - b),
  multiply: combine((a, b) => a * b),
  divide: combine((a, b) => a / b),
  tanh: map(Math.tanh),
  sigmoid: map(sigmoid),
  relu: map((x) => Math.max(x, 0)),
  gelu: map((x) => x * normalDistribution(x)),
  silu: map((x) => x * sigmoid(x)),
  softplus: map((x) => Math.log1p(Math.exp(-Math.abs(x))) + Math.max(x, 0)),
  exp: map(Math.exp),
  log: map(Math.log),
}

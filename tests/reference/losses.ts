// The references of the losses: [weighted mean, sum of weights]. Densities have their textbook form.
import { count, type DoubleTensor, scalar } from './tensor.ts'
import type { Inputs, Optional, Reference } from './types.ts'

/** log Gamma(x) for x > 0 by Lanczos' approximation with g = 7. The error is about 1e-15. */
export function logGamma(x: number): number {
  const coefficients = [
    676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905,
    -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
  ]
  const t = x + 6.5
  const series = coefficients.reduce((sum, c, k) => sum + c / (x + k), 0.9999999999998099)
  return Math.log(2 * Math.PI) / 2 + (x - 0.5) * Math.log(t) - t + Math.log(series)
}

/** The factor of element `i` of `target`. `factor` has the shape of the target or its first dimensions. */
const weightAt = (factor: Optional, target: DoubleTensor, i: number): number =>
  factor ? factor.data[Math.floor((i * count(factor.shape)) / count(target.shape))] : 1

/** `read` returns l of element `i`. It is not called for elements whose mask is 0. */
function weighted(target: DoubleTensor, mask: Optional, weight: Optional, read: (i: number) => number): DoubleTensor[] {
  let total = 0
  let weights = 0
  for (let i = 0; i < count(target.shape); i++) {
    const m = weightAt(mask, target, i)
    if (m === 0) continue
    const w = m * weightAt(weight, target, i)
    total += w * read(i)
    weights += w
  }
  return [scalar(weights === 0 ? 0 : total / weights), scalar(weights)]
}

/** A loss of `operands - 1` predictions and the target, all of the same shape. */
const pointwise =
  (operands: number, l: (...values: number[]) => number): Reference =>
  (inputs: Inputs) => {
    const values = inputs.slice(0, operands) as DoubleTensor[]
    const [mask, weight] = inputs.slice(operands)
    return weighted(values[operands - 1], mask, weight, (i) => l(...values.map((value) => value.data[i])))
  }

const huber: Reference = (inputs, attributes, sizes) => {
  const { delta = 1 } = attributes as { delta?: number }
  const l = (p: number, y: number) => {
    const e = Math.abs(p - y)
    return e <= delta ? e ** 2 / 2 : delta * (e - delta / 2)
  }
  return pointwise(2, l)(inputs, attributes, sizes)
}

const quantile: Reference = (inputs, attributes) => {
  const [prediction, target, mask, weight] = inputs as [DoubleTensor, DoubleTensor, Optional, Optional]
  const quantiles = attributes.quantiles as readonly number[]
  const Q = quantiles.length
  return weighted(target, mask, weight, (i) => {
    const each = quantiles.map((q, k) => {
      const e = target.data[i] - prediction.data[i * Q + k]
      return Math.max(q * e, (q - 1) * e)
    })
    return each.reduce((sum, value) => sum + value, 0) / Q
  })
}

const gaussian = (m: number, s: number, y: number): number =>
  Math.log(s) + ((y - m) / s) ** 2 / 2 + Math.log(2 * Math.PI) / 2

const studentT = (m: number, s: number, v: number, y: number): number => {
  const z = (y - m) / s
  const scale = logGamma((v + 1) / 2) - logGamma(v / 2) - Math.log(v * Math.PI) / 2 - Math.log(s)
  return ((v + 1) / 2) * Math.log1p(z ** 2 / v) - scale
}

/** The number of failures before r = 1 / a successes; a trial fails with probability a m / (1 + a m). */
const negativeBinomial = (m: number, a: number, y: number): number => {
  const r = 1 / a
  const choices = logGamma(y + r) - logGamma(r) - logGamma(y + 1)
  return (r + y) * Math.log1p(a * m) - y * Math.log(a * m) - choices
}

const crossEntropy: Reference = (inputs) => {
  const [logits, target, mask, weight] = inputs as [DoubleTensor, DoubleTensor, Optional, Optional]
  const C = logits.shape[logits.shape.length - 1]
  return weighted(target, mask, weight, (i) => {
    const row = logits.data.subarray(i * C, (i + 1) * C)
    return Math.log(row.reduce((sum, value) => sum + Math.exp(value - row[target.data[i]]), 0))
  })
}

const sumOfLosses: Reference = (inputs, { factors }) => {
  const numbers = (inputs as DoubleTensor[]).map(({ data }) => data[0])
  const of = (value: number): DoubleTensor => ({ shape: [], data: Float64Array.of(value) })
  const mean = (factors as number[]).reduce((sum, factor, i) => sum + factor * numbers[2 * i], 0)
  return [of(mean), of(numbers.filter((_, i) => i % 2).reduce((sum, weight) => sum + weight, 0))]
}

export const losses: Record<string, Reference> = {
  mse: pointwise(2, (p, y) => (p - y) ** 2),
  mae: pointwise(2, (p, y) => Math.abs(p - y)),
  huber,
  quantile,
  gaussian: pointwise(3, gaussian),
  studentT: pointwise(4, studentT),
  negativeBinomial: pointwise(3, negativeBinomial),
  crossEntropy,
  sumOfLosses,
}

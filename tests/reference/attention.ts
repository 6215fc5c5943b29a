// Scaled dot-product attention, with plain loops over heads, queries and keys.
//   y(t) = sum over the keys s that t sees of p(t, s) v(s),   p(t, .) = softmax(scale q(t) . k(.))
import { at, type DoubleTensor, offset, zeros } from './tensor.ts'
import type { Optional, Reference } from './types.ts'

export const attention: Reference = (inputs, attributes) => {
  const [query, key, value, lengths] = inputs as [DoubleTensor, DoubleTensor, DoubleTensor, Optional]
  const { heads = 1, causal = false } = attributes as { heads?: number; causal?: boolean }
  const [B, Tq, D] = query.shape
  const [, Tk, E] = value.shape
  const [d, e] = [D / heads, E / heads]
  const scale = (attributes.scale as number | undefined) ?? 1 / Math.sqrt(d)
  const y = zeros([B, Tq, E])
  for (let b = 0; b < B; b++) {
    for (let head = 0; head < heads; head++) {
      for (let t = 0; t < Tq; t++) {
        const valid = lengths ? lengths.data[b] : Tk
        const seen = causal ? Math.min(t + 1, valid) : valid
        const weights: number[] = []
        for (let s = 0; s < seen; s++) {
          let score = 0
          for (let j = head * d; j < (head + 1) * d; j++) score += at(query, [b, t, j]) * at(key, [b, s, j])
          weights.push(Math.exp(scale * score))
        }
        const total = weights.reduce((sum, weight) => sum + weight, 0)
        for (let s = 0; s < seen; s++) {
          for (let j = head * e; j < (head + 1) * e; j++) {
            y.data[offset(y.shape, [b, t, j])] += (weights[s] / total) * at(value, [b, s, j])
          }
        }
      }
    }
  }
  return [y]
}

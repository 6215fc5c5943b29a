//   log p_i = l_i - m - log sum_j exp(l_j - m),  m the largest l
//
// In double precision: the sum over a long sequence must not lose digits.

/** The logarithm of the sum of exp over `logits[first .. first + size)`. */
function logSum(logits: ArrayLike<number>, first: number, size: number): number {
  let most = Number.NEGATIVE_INFINITY
  for (let i = first; i < first + size; i++) if (logits[i] > most) most = logits[i]
  let sum = 0
  for (let i = first; i < first + size; i++) sum += Math.exp(logits[i] - most)
  return most + Math.log(sum)
}

export const logProbabilityOf = (logits: ArrayLike<number>, first: number, size: number, id: number): number =>
  logits[first + id] - logSum(logits, first, size)

export function logProbabilities(logits: ArrayLike<number>, first: number, size: number): Float64Array {
  const whole = logSum(logits, first, size)
  return Float64Array.from({ length: size }, (_, id) => logits[first + id] - whole)
}

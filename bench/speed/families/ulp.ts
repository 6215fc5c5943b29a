/** 1 - erf to 11 digits: by the series, or by the continued fraction where it converges. */
function erfc(x: number): number {
  if (x < 2.5) {
    let term = x
    let sum = x
    for (let n = 1; n < 80; n++) {
      term *= (-x * x) / n
      sum += term / (2 * n + 1)
    }
    return 1 - (2 / Math.sqrt(Math.PI)) * sum
  }
  let fraction = x
  for (let n = 100; n > 0; n--) fraction = x + n / 2 / fraction
  return Math.exp(-x * x) / (Math.sqrt(Math.PI) * fraction)
}

/** References in double precision. The functions of V8 are right to one unit in the last place. */
export const references: Record<string, (x: number) => number> = {
  exp: Math.exp,
  log: Math.log,
  tanh: Math.tanh,
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  softplus: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  gelu: (x) => 0.5 * x * (x > 0 ? 2 - erfc(x / Math.SQRT2) : erfc(-x / Math.SQRT2)),
  silu: (x) => x / (1 + Math.exp(-x)),
}

/** The distance between neighbouring floats at a number. */
function unit(value: number): number {
  const exponent = Math.floor(Math.log2(Math.abs(value)))
  return 2 ** (Math.max(exponent, -126) - 23)
}

export function largestUlp(
  x: ArrayLike<number>,
  computed: ArrayLike<number>,
  reference: (x: number) => number,
): number {
  let largest = 0
  for (let i = 0; i < x.length; i++) {
    const exact = reference(x[i])
    if (exact !== 0) largest = Math.max(largest, Math.abs(computed[i] - exact) / unit(exact))
  }
  return largest
}

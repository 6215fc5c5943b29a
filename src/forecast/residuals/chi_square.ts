// The upper tail of the chi-square distribution with k degrees of freedom is Q(k / 2, x / 2), the regularised incomplete
// gamma function: a series for small x, a continued fraction for large x.
//
// Source: Abramowitz and Stegun 1964, 6.5.29 and 6.5.31, the fraction evaluated as by Lentz 1976; Lanczos 1964 for the
// logarithm of the gamma function.

/** The probability of a value above `x`, for `degrees` degrees of freedom. */
export function chiSquareTail(x: number, degrees: number): number {
  if (Number.isNaN(x) || !(degrees > 0)) return Number.NaN
  if (x <= 0) return 1
  const [a, z] = [degrees / 2, x / 2]
  const front = Math.exp(a * Math.log(z) - z - logGamma(a))
  return z < a + 1 ? 1 - front * series(a, z) : front * fraction(a, z)
}

function series(a: number, z: number): number {
  let term = 1 / a
  let sum = term
  for (let n = 1; n < 10_000 && term > 1e-17 * sum; n++) {
    term *= z / (a + n)
    sum += term
  }
  return sum
}

function fraction(a: number, z: number): number {
  const tiny = 1e-300
  let b = z + 1 - a
  let c = 1 / tiny
  let d = 1 / b
  let product = d
  for (let n = 1; n < 10_000; n++) {
    const an = -n * (n - a)
    b += 2
    d = 1 / (an * d + b || tiny)
    c = b + an / c || tiny
    product *= d * c
    if (Math.abs(d * c - 1) < 1e-16) break
  }
  return product
}

const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
]

/** The logarithm of the gamma function, for numbers of 0.5 or more. */
function logGamma(x: number): number {
  const y = x - 1
  const sum = lanczos.reduce((all, factor, i) => (i === 0 ? factor : all + factor / (y + i)))
  const t = y + 7.5
  return 0.5 * Math.log(2 * Math.PI) + (y + 0.5) * Math.log(t) - t + Math.log(sum)
}

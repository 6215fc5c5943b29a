// Quantile functions of the distributions that networks predict.

/**
 * The quantile function of the standard normal distribution; the relative error is below 1.2e-9.
 *
 * Source: Acklam 2003, a rational approximation in three pieces.
 */
export function normalQuantile(level: number): number {
  if (level > 0.5) return -normalQuantile(1 - level)
  if (level < 0.02425) {
    const q = Math.sqrt(-2 * Math.log(level))
    return (
      (((((-7.784894002430293e-3 * q - 3.223964580411365e-1) * q - 2.400758277161838) * q - 2.549732539343734) * q +
        4.374664141464968) *
        q +
        2.938163982698783) /
      ((((7.784695709041462e-3 * q + 3.224671290700398e-1) * q + 2.445134137142996) * q + 3.754408661907416) * q + 1)
    )
  }
  const q = level - 0.5
  const r = q * q
  return (
    ((((((-3.969683028665376e1 * r + 2.209460984245205e2) * r - 2.759285104469687e2) * r + 1.38357751867269e2) * r -
      3.066479806614716e1) *
      r +
      2.506628277459239) *
      q) /
    (((((-5.447609879822406e1 * r + 1.615858368580409e2) * r - 1.556989798598866e2) * r + 6.680131188771972e1) * r -
      1.328068155288572e1) *
      r +
      1)
  )
}

/**
 * The quantile function of Student's t distribution with location 0 and scale 1. It has about six correct digits for
 * two degrees of freedom or more.
 *
 * Source: Hill 1970, algorithm 396 of the Communications of the ACM.
 */
export function studentQuantile(level: number, degrees: number): number {
  if (level > 0.5) return -studentQuantile(1 - level, degrees)
  if (level === 0.5) return 0
  const n = degrees
  const a = 1 / (n - 0.5)
  const b = 48 / (a * a)
  let c = (((20700 * a) / b - 98) * a - 16) * a + 96.36
  const d = ((94.5 / (b + c) - 3) / b + 1) * Math.sqrt((a * Math.PI) / 2) * n
  let y = (d * 2 * level) ** (2 / n)
  if (y > 0.05 + a) {
    // Near the median, an asymptotic series around the normal distribution is exact enough.
    let x = normalQuantile(level)
    y = x * x
    if (n < 5) c += 0.3 * (n - 4.5) * (x + 0.6)
    c = (((0.05 * d * x - 5) * x - 7) * x - 2) * x + b + c
    x *= ((((0.4 * y + 6.3) * y + 36) * y + 94.5) / c - y - 3) / b + 1
    y = Math.expm1(a * x * x)
  } else {
    y =
      ((1 / (((n + 6) / (n * y) - 0.089 * d - 0.822) * (n + 2) * 3) + 0.5 / (n + 4)) * y - 1) * ((n + 1) / (n + 2)) +
      1 / y
  }
  return -Math.sqrt(n * y)
}

/**
 * The quantile function of the negative binomial distribution with variance mean + dispersion mean^2: the least count
 * that is not exceeded with a probability of `level` or more.
 */
export function countQuantile(level: number, mean: number, dispersion: number): number {
  const size = 1 / dispersion
  const share = (dispersion * mean) / (1 + dispersion * mean)
  let probability = Math.exp(-size * Math.log1p(dispersion * mean))
  // The sum would be long for a large mean, and wrong if its first term is near the smallest double. Then the gamma
  // distribution with the same mean and variance replaces it.
  if (mean > 1e5 || probability < 1e-300) return Math.round(gammaQuantile(level, mean, mean + dispersion * mean * mean))
  let sum = probability
  let count = 0
  for (; sum < level && probability > 1e-18 * sum; count++) {
    probability *= ((count + size) / (count + 1)) * share
    sum += probability
  }
  return count
}

/** The quantile function of a gamma distribution. Its cube root is almost normal (Wilson and Hilferty 1931). */
export function gammaQuantile(level: number, mean: number, variance: number): number {
  const shape = (mean * mean) / variance
  const root = 1 - 1 / (9 * shape) + normalQuantile(level) / (3 * Math.sqrt(shape))
  return mean * Math.max(0, root) ** 3
}

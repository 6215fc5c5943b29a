import { GatecastError } from '../../base/error.ts'

/** For a lambda this close to 0, the rounding error of the quotient is larger than its difference from `log x`. */
const isLog = (lambda: number) => Math.abs(lambda) < 1e-10

/**
 * The Box-Cox transformation: `log x` for lambda 0, else `(x^lambda - 1) / lambda`. It makes the spread of values
 * independent of their level. Values must be positive.
 *
 * @see Box and Cox 1964
 */
export const boxCox = (values: Float64Array, lambda: number): Float64Array =>
  isLog(lambda) ? values.map(Math.log) : values.map((value) => Math.expm1(lambda * Math.log(value)) / lambda)

/**
 * The inverse of {@link boxCox}. A forecast may be outside of the range of the transformation: such a value gives the
 * limit, 0 for a positive lambda and infinity for a negative one.
 */
export const inverseBoxCox = (values: Float64Array, lambda: number): Float64Array =>
  isLog(lambda)
    ? values.map(Math.exp)
    : values.map((value) =>
        lambda * value <= -1
          ? lambda > 0
            ? 0
            : Number.POSITIVE_INFINITY
          : Math.exp(Math.log1p(lambda * value) / lambda),
      )

/**
 * The lambda with the largest likelihood l, if transformed values are normal with a mean and a variance for each
 * series:
 *
 *   l(lambda) = sum over series of  -n/2 log var(boxCox(x, lambda)) + (lambda - 1) sum log x
 *
 * It is searched from -1 to 2, the range of the lambdas in common use. It is 1 (no change) if no series varies.
 */
export function boxCoxLambda(series: Iterable<Float64Array>): number {
  const logs = Array.from(series, (values) => values.filter((value) => !Number.isNaN(value)).map(Math.log)).filter(
    (values) => values.some((value) => value !== values[0]),
  )
  if (!logs.length) return 1
  const likelihood = (lambda: number) => logs.reduce((sum, values) => sum + logLikelihood(values, lambda), 0)
  return goldenSection(likelihood, -1, 2)
}

function logLikelihood(logs: Float64Array, lambda: number): number {
  const sum = logs.reduce((total, value) => total + value, 0)
  // Values are divided by their geometric mean g, so that powers of large values neither overflow nor lose digits.
  const centre = sum / logs.length
  const scaled = isLog(lambda) ? logs : logs.map((value) => Math.expm1(lambda * (value - centre)) / lambda)
  const mean = scaled.reduce((total, value) => total + value, 0) / scaled.length
  const variance = scaled.reduce((total, value) => total + (value - mean) ** 2, 0) / scaled.length
  // With y = boxCox(x / g): var(boxCox(x)) = g^(2 lambda) var(y), which cancels (lambda - 1) sum log x up to a
  // constant.
  return (-logs.length / 2) * Math.log(variance)
}

/** Finds the maximum of a function with one peak by golden-section search, to 1e-5. */
function goldenSection(f: (x: number) => number, from: number, to: number): number {
  const ratio = (Math.sqrt(5) - 1) / 2
  let [low, high] = [from, to]
  let [a, b] = [high - ratio * (high - low), low + ratio * (high - low)]
  let [fa, fb] = [f(a), f(b)]
  while (high - low > 1e-5) {
    if (fa > fb) {
      ;[high, b, fb] = [b, a, fa]
      a = high - ratio * (high - low)
      fa = f(a)
    } else {
      ;[low, a, fa] = [a, b, fb]
      b = low + ratio * (high - low)
      fb = f(b)
    }
  }
  return (low + high) / 2
}

/**
 * Checks that all values are above a limit, so that they have a logarithm.
 *
 * @throws {GatecastError} `ERR_RANGE` with column, row and value
 */
export function checkAbove(name: string, values: Float64Array, limit: number): void {
  const row = values.findIndex((value) => value <= limit)
  if (row < 0) return
  throw new GatecastError(
    'ERR_RANGE',
    `Expected values above ${limit} in column "${name}" to take their logarithm, got ${values[row]} (row ${row}). Give ` +
      'an offset to add to them: { offset: 1 }',
  )
}

// The spread of a forecast, measured. The formulas of a method hold if its model is true, its parameters are known and
// errors are normal: on short series, errors are far larger. So the deviation d(h) of the formulas is multiplied by
//
//   F(h) = 1.2533 (1 + 5 / n) sum of k(h, j) c(j) a(j) / sum of k(h, j) c(j) d(j),   k(h, j) = exp(-(log h/j)^2 / 2 s^2)
//
// with a(j) the mean absolute error of the method at step j from earlier origins, c(j) their number and n the rows of the
// history. 1.2533 makes a standard deviation of the mean absolute error of a normal distribution; of a Laplace
// distribution it makes the one with the right central interval of 80 %. The factor of n, and the width s, were measured
// on yearly to hourly series: estimates from few origins are too small. With few origins F is drawn to 1.
//
// Source: Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., section 5.10, for the errors; the kernel
// is that of Nadaraya 1964.

import type { LocalForecast, RollingErrors } from '../method.ts'

const toDeviation = Math.sqrt(Math.PI / 2)
/** The width s of the kernel, and its growth: few errors are smoothed over more steps. */
const width = 0.4
const fewErrors = 10
/** F is computed at this many steps and lies on straight lines between, on logarithmic scales. */
const mostKnots = 24

/** The forecast with the spread that its method has shown. Errors that are all 0 say nothing. */
export function withMeasuredSpread(
  forecast: LocalForecast,
  { absolute, counts }: RollingErrors,
  rows: number,
): LocalForecast {
  const { deviation } = forecast
  const origins = counts.reduce((most, count) => Math.max(most, count), 0)
  const seen = Array.from(counts.keys()).filter((step) => counts[step] > 0)
  if (!seen.some((step) => absolute[step] > 0) || !seen.every((step) => Number.isFinite(absolute[step])))
    return forecast
  const share = origins / (origins + 0.5)
  const correction = toDeviation * (1 + 5 / rows)
  const total = counts.reduce((sum, count) => sum + count, 0)
  const scale = Math.SQRT2 * width * (1 + fewErrors / total)
  const distance = (step: number, other: number): number => Math.log((step + 1) / (other + 1)) / scale
  const factorAt = (step: number): number => {
    let [errors, expected] = [0, 0]
    // The largest weight is 1, also if all errors are far from the step.
    const nearest = seen.reduce((best, j) => Math.min(best, Math.abs(distance(step, j))), Number.POSITIVE_INFINITY)
    for (const j of seen) {
      const weight = Math.exp(nearest ** 2 - distance(step, j) ** 2) * counts[j]
      errors += weight * absolute[j]
      expected += weight * deviation[j]
    }
    return expected > 0 ? ((correction * errors) / expected) ** share : Number.POSITIVE_INFINITY
  }
  const knots = knotsOf(deviation.length)
  const factors = knots.map(factorAt)
  // Formulas without any spread: the errors are all there is.
  if (!factors.every(Number.isFinite))
    return { ...forecast, deviation: constantSpread(deviation.length, absolute, seen, correction) }
  return { ...forecast, deviation: deviation.map((value, step) => value * between(knots, factors, step)) }
}

function knotsOf(horizon: number): number[] {
  const last = Math.log(horizon)
  const places = Array.from({ length: mostKnots }, (_, i) => Math.round(Math.exp((last * i) / (mostKnots - 1))) - 1)
  return [...new Set(places)]
}

function between(knots: readonly number[], factors: readonly number[], step: number): number {
  const after = knots.findIndex((knot) => knot >= step)
  if (knots[after] === step) return factors[after]
  const share = Math.log((step + 1) / (knots[after - 1] + 1)) / Math.log((knots[after] + 1) / (knots[after - 1] + 1))
  return Math.exp((1 - share) * Math.log(factors[after - 1]) + share * Math.log(factors[after]))
}

function constantSpread(
  horizon: number,
  absolute: Float64Array,
  seen: readonly number[],
  correction: number,
): Float64Array {
  const mean = seen.reduce((sum, step) => sum + absolute[step], 0) / seen.length
  return new Float64Array(horizon).fill(correction * mean)
}

// STL: the decomposition of a series into trend, season and remainder by LOESS. Two passes of
//
//   1. the values without the trend; each place of the season (each month, say) is smoothed by itself, and continued by
//      one season at both ends;
//   2. that curve without its own slow part (moving averages of one season, one season and three values, then LOESS) is
//      the season;
//   3. the values without the season, smoothed, are the trend.
//
// Windows and jumps are those of `stl` in R by default.
//
// Source: Cleveland, Cleveland, McRae, Terpenning 1990, section 2.

import type { InPieces } from '../../../base/resources/turns.ts'
import { loess, loessAt, type Smoother } from './loess.ts'

const passes = 2

/** The next odd number from x on. */
const odd = (x: number): number => 2 * Math.floor(Math.ceil(x) / 2) + 1

const smootherOf = (window: number, degree: 0 | 1): Smoother => ({ window, degree, jump: Math.ceil(window / 10) })

/**
 * Decomposes a series without gaps, of two seasons or more. The remainder is what is left of the values.
 *
 * @param window - number of seasons that each place of the season is smoothed over, odd; Infinity for a season that
 * repeats exactly
 */
export function* stl(
  values: Float64Array,
  period: number,
  window: number,
): InPieces<{ trend: Float64Array; season: Float64Array }> {
  const { length } = values
  const periodic = window === Number.POSITIVE_INFINITY
  // R's stl smooths a periodic season over ten times the values and one, and takes means afterwards.
  const seasonal = periodic ? 10 * length + 1 : window
  const smoothers = {
    season: smootherOf(seasonal, 0),
    slow: smootherOf(odd(period), 1),
    trend: smootherOf(odd((1.5 * period) / (1 - 1.5 / seasonal)), 1),
  }
  yield
  const trend = new Float64Array(length)
  const season = new Float64Array(length)
  const rest = new Float64Array(length)
  const cycle = new Float64Array(length + 2 * period)
  yield
  const slow = new Float64Array(length)
  for (let pass = 0; pass < passes; pass++) {
    subtract(values, trend, rest)
    yield
    yield* smoothPlaces(rest, period, smoothers.season, cycle)
    yield* loess(yield* slowPart(cycle, period), length, smoothers.slow, slow)
    subtract(cycle.subarray(period, period + length), slow, season)
    subtract(values, season, rest)
    yield
    yield* loess(rest, length, smoothers.trend, trend)
  }
  if (periodic) takeMeans(season, period)
  return { trend, season }
}

/** Sets `difference` to a - b. Loops over all rows have functions of their own, as V8 is slow in those of a generator. */
function subtract(a: Float64Array, b: Float64Array, difference: Float64Array): void {
  for (let t = 0; t < difference.length; t++) difference[t] = a[t] - b[t]
}

/** Smooths the values of each place of the season, and continues them by one season at both ends. */
function* smoothPlaces(values: Float64Array, period: number, smoother: Smoother, cycle: Float64Array): InPieces<void> {
  const most = Math.ceil(values.length / period)
  const own = new Float64Array(most)
  const smooth = new Float64Array(most + 2)
  for (let place = 0; place < period; place++) {
    const count = Math.floor((values.length - place - 1) / period) + 1
    takeEach(values, place, period, own.subarray(0, count))
    yield* loess(own, count, smoother, smooth, 1)
    const reach = Math.min(smoother.window, count)
    smooth[0] = loessAt(own, count, -1, 0, reach, smoother)
    smooth[count + 1] = loessAt(own, count, count, count - reach, count, smoother)
    putEach(smooth.subarray(0, count + 2), cycle, place, period)
    yield
  }
}

function takeEach(values: Float64Array, place: number, period: number, own: Float64Array): void {
  for (let i = 0; i < own.length; i++) own[i] = values[place + i * period]
}

function putEach(own: Float64Array, values: Float64Array, place: number, period: number): void {
  for (let i = 0; i < own.length; i++) values[place + i * period] = own[i]
}

/** Moving averages of one season, of one season again, and of three values. */
function* slowPart(cycle: Float64Array, period: number): InPieces<Float64Array> {
  const once = movingMeans(cycle, period)
  yield
  const twice = movingMeans(once, period)
  yield
  return movingMeans(twice, 3)
}

function movingMeans(values: Float64Array, count: number): Float64Array {
  const means = new Float64Array(values.length - count + 1)
  let sum = 0
  for (let t = 0; t < count; t++) sum += values[t]
  means[0] = sum / count
  for (let t = 1; t < means.length; t++) {
    sum += values[t + count - 1] - values[t - 1]
    means[t] = sum / count
  }
  return means
}

function takeMeans(season: Float64Array, period: number): void {
  const sums = new Float64Array(period)
  const counts = new Float64Array(period)
  for (let t = 0; t < season.length; t++) {
    sums[t % period] += season[t]
    counts[t % period]++
  }
  for (let t = 0; t < season.length; t++) season[t] = sums[t % period] / counts[t % period]
}

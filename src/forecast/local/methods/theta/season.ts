// The seasonal adjustment of Theta. The standard form follows the M4 competition: multiplicative for values above 0, else
// additive. The dynamic form takes the one with the least one-step errors of the standard method, of
//
//   additive,  multiplicative,  and, if values are 0 or below, multiplicative after the values were shifted above 0.
//
// Multiplicative needs moving averages above 0 and no index near 0.

import { meanOf } from '../../method.ts'
import { isSeasonal, type Seasonality, seasonalIndices, withoutSeason } from '../../numeric/seasonality.ts'
import { type Fitted, standardTheta } from './standard.ts'

export interface Adjustment {
  /** The number that is added to all values first. */
  readonly shift: number
  readonly seasonality: Seasonality | null
}

const leastIndex = 0.01

/** The seasonal adjustment of a series without gaps. */
export function chooseSeasonality(values: Float64Array, season: number, form: 'dynamic' | 'standard'): Adjustment {
  if (!isSeasonal(values, season)) return { shift: 0, seasonality: null }
  const isPositive = values.every((value) => value > 0)
  const additive = adjustmentOf(values, season, 'additive', 0) as Adjustment
  const multiplicative = adjustmentOf(values, season, 'multiplicative', 0)
  if (form === 'standard') return (isPositive && multiplicative) || additive
  const shifted = isPositive ? null : adjustmentOf(values, season, 'multiplicative', shiftAbove0(values))
  let best = additive
  let least = errorOf(values, additive)
  for (const other of [multiplicative, shifted]) {
    const error = other ? errorOf(values, other) : Number.POSITIVE_INFINITY
    if (other && error < least) [best, least] = [other, error]
  }
  return best
}

/** The values plus a number. */
export const shiftedBy = (values: Float64Array, shift: number): Float64Array =>
  shift === 0 ? values : values.map((value) => value + shift)

/** An adjustment, or null if it would divide by numbers near 0. */
function adjustmentOf(
  values: Float64Array,
  season: number,
  kind: Seasonality['kind'],
  shift: number,
): Adjustment | null {
  const shifted = shiftedBy(values, shift)
  const indices = seasonalIndices(shifted, season, kind)
  const isSafe = kind === 'additive' || (indices.every((index) => index > leastIndex) && staysAbove0(shifted, season))
  return isSafe ? { shift, seasonality: { kind, indices } } : null
}

/** Brings the smallest value to one standard deviation. */
function shiftAbove0(values: Float64Array): number {
  const mean = meanOf(values)
  const deviation = Math.sqrt(meanOf(values.map((value) => (value - mean) ** 2)))
  return deviation - values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY)
}

/** Whether the sums of all neighbouring values, as many as a season has, are above 0. */
function staysAbove0(values: Float64Array, season: number): boolean {
  let sum = 0
  for (let t = 0; t < values.length; t++) {
    sum += values[t] - (t >= season ? values[t - season] : 0)
    if (t >= season - 1 && !(sum > 0)) return false
  }
  return true
}

/** The sum of the squared one-step errors of the standard method. */
function errorOf(values: Float64Array, adjustment: Adjustment): number {
  const { shift, seasonality } = adjustment
  const adjusted = withoutSeason(shiftedBy(values, shift), seasonality)
  const { fitted } = reseasoned(standardTheta(adjusted, 1), adjustment)
  return values.reduce((sum, value, t) => sum + (value - fitted[t]) ** 2, 0)
}

/**
 * Puts the season back into the forecast of an adjusted series. Its components are the forecast before that, and the season:
 * numbers that are added, or factors. A shift of the values is a component too.
 */
export function reseasoned(forecast: Fitted, { shift, seasonality }: Adjustment): Fitted {
  const { mean, deviation, fitted } = forecast
  const level = joined(fitted, mean)
  if (!seasonality) return { ...forecast, components: { level } }
  const { kind, indices } = seasonality
  const index = (t: number): number => indices[t % indices.length]
  const whole = (value: number, t: number): number =>
    (kind === 'additive' ? value + index(t) : value * index(t)) - shift
  const { length } = fitted
  return {
    mean: mean.map((value, h) => whole(value, length + h)),
    deviation: kind === 'additive' ? deviation : deviation.map((value, h) => value * index(length + h)),
    fitted: fitted.map(whole),
    components: {
      level,
      [`season ${indices.length}`]: level.map((_, t) => index(t)),
      ...(shift === 0 ? {} : { shift: level.map(() => -shift) }),
    },
  }
}

function joined(history: Float64Array, future: Float64Array): Float64Array {
  const all = new Float64Array(history.length + future.length)
  all.set(history)
  all.set(future, history.length)
  return all
}

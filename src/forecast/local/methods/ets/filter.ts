// Exponential smoothing as a state space model with one source of error. With level l, slope b, season s:
//
//   q = l + phi b                                   (l without a trend)
//   mu = q  |  q + s  |  q s                        no, additive, multiplicative season
//   l' = q + alpha e,  b' = phi b + beta e,  s' = s + gamma e          with e = y - mu; for a multiplicative season
//   l' = q + alpha e / s,  b' = phi b + beta e / s,  s' = s + gamma e / q
//
// These equations hold for additive and for multiplicative errors; a multiplicative error is e / mu. Only the
// likelihoods differ. Up to a constant, -2 log L is n log(sum e^2) for additive errors, and
// n log(sum (e / mu)^2) + 2 sum log mu for multiplicative errors.
//
// Source: Hyndman, Koehler, Ord, Snyder 2008, tables 2.2, 2.3 and equation 5.3.
//
// Missing values: the states continue as forecast (e = 0), and the likelihood counts the observed values only.

import type { Form } from './form.ts'

export interface States {
  level: number
  slope: number
  /** The seasonal indices by place in the season; place 0 is that of the first value of the series. */
  season: readonly number[]
}

export interface Smoothers {
  alpha: number
  beta: number
  gamma: number
  phi: number
}

export interface Filtered {
  /** -2 log likelihood up to a constant. Infinite if a multiplicative model gets a forecast or season of 0 or less. */
  deviance: number
  /** Sum of the squared errors; for multiplicative errors, of the squared relative errors. */
  squares: number
  states: States
}

/** Rows of the one-step forecasts and of the states after each value, for who asks for them. */
export interface Trace {
  readonly fitted: Float64Array
  readonly level: Float64Array
  readonly trend: Float64Array
  readonly season: Float64Array
}

export function filter(
  values: Float64Array,
  form: Form,
  smoothers: Smoothers,
  initial: States,
  trace?: Trace,
): Filtered {
  const { alpha, beta, gamma, phi } = smoothers
  const seasonal = form.season !== 'none'
  const factor = form.season === 'multiplicative'
  const season = initial.season.slice()
  const period = season.length
  let { level, slope } = initial
  let squares = 0
  let logs = 0
  let count = 0
  let place = 0
  for (let t = 0; t < values.length; t++) {
    const damped = phi * slope
    const q = level + damped
    const s = seasonal ? season[place] : 0
    const mu = factor ? q * s : q + s
    const value = values[t]
    const there = !Number.isNaN(value)
    const e = there ? value - mu : 0
    if (there) {
      count++
      if (form.multiplicativeError) {
        squares += (e / mu) ** 2
        // `!(mu > 0)` and not `mu <= 0`: it is also true for NaN.
        if (!(mu > 0)) return { deviance: Number.POSITIVE_INFINITY, squares, states: initial }
        logs += Math.log(mu)
      } else squares += e * e
    }
    if (factor && !(s > 0 && q > 0)) return { deviance: Number.POSITIVE_INFINITY, squares, states: initial }
    const error = factor ? e / s : e
    level = q + alpha * error
    slope = damped + beta * error
    if (trace) {
      trace.fitted[t] = mu
      trace.level[t] = level
      trace.trend[t] = slope
      trace.season[t] = s + gamma * (factor ? e / q : e)
    }
    if (seasonal) {
      season[place] = s + gamma * (factor ? e / q : e)
      place = place + 1 === period ? 0 : place + 1
    }
  }
  return { deviance: count * Math.log(squares) + 2 * logs, squares, states: { level, slope, season } }
}

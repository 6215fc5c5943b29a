// Exponential smoothing as a state space model with one source of error. With level l, slope b, season s:
//
//   q = l + phi b                                   (l without a trend)
//   mu = q  |  q + s  |  q s                        no, additive, multiplicative season
//   l' = q + alpha e,  b' = phi b + beta e,  s' = s + gamma e          with e = y - mu; and for a multiplicative season
//   l' = q + alpha e / s,  b' = phi b + beta e / s,  s' = s + gamma e / q
//
// These hold for additive and for multiplicative errors: the error of the latter is e / mu. They differ in the
// likelihood only, -2 log L = n log(sum e^2), and n log(sum (e / mu)^2) + 2 sum log mu, but for a constant.
//
// Source: Hyndman, Koehler, Ord, Snyder 2008, tables 2.2, 2.3 and equation 5.3.
//
// Missing values: the states go on as forecast (e = 0), and the likelihood is that of the values that are there.

import type { Form } from './form.ts'

export interface States {
  level: number
  slope: number
  /** By place in the season, that of the first value first. */
  season: readonly number[]
}

export interface Smoothers {
  alpha: number
  beta: number
  gamma: number
  phi: number
}

export interface Filtered {
  /** -2 log likelihood but for a constant. Infinity where the model cannot be: a forecast or season not above 0. */
  deviance: number
  /** Sum of squares of the errors, relative ones for multiplicative errors. */
  squares: number
  states: States
}

export function filter(values: Float64Array, form: Form, smoothers: Smoothers, initial: States): Filtered {
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
        // Not `mu <= 0`: a NaN has to be refused too.
        if (!(mu > 0)) return { deviance: Number.POSITIVE_INFINITY, squares, states: initial }
        logs += Math.log(mu)
      } else squares += e * e
    }
    if (factor && !(s > 0 && q > 0)) return { deviance: Number.POSITIVE_INFINITY, squares, states: initial }
    const error = factor ? e / s : e
    level = q + alpha * error
    slope = damped + beta * error
    if (seasonal) {
      season[place] = s + gamma * (factor ? e / q : e)
      place = place + 1 === period ? 0 : place + 1
    }
  }
  return { deviance: count * Math.log(squares) + 2 * logs, squares, states: { level, slope, season } }
}

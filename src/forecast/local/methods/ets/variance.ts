// Mean and variance of the forecast h steps ahead. An error of 1 changes the forecast j steps later by c(j):
//
//   c(j) = alpha + beta (phi + ... + phi^j) + gamma [j is a multiple of the period]
//
//   additive errors:              v(h) = s^2 (1 + c(1)^2 + ... + c(h-1)^2)
//   multiplicative errors:        v(h) = (1 + s^2) theta(h) - mu(h)^2,
//                                 theta(1) = mu(1)^2,  theta(h) = mu(h)^2 + s^2 sum over j < h of c(j)^2 theta(h - j)
//   and a multiplicative season:  v(h) = season^2 ((1 + s^2) theta(h) - q(h)^2),  c without gamma,
//                                 theta(h) = q(h)^2 + s^2 sum over j < h of (c(j) sqrt(theta(h - j)) + g(j) q(h))^2,
//                                 g(j) = gamma [j is a multiple of the period]
//
// The last formula is an approximation for small s. The book adds the squares of c and g without their product,
// although one error moves level and season in the same direction. With the product the variance matches simulated
// futures.
//
// Source: Hyndman, Koehler, Ord, Snyder 2008, sections 6.2 to 6.4.

import { eachStep, type LocalForecast } from '../../method.ts'
import type { Smoothers, States } from './filter.ts'
import type { Form } from './form.ts'

export function forecastFrom(
  form: Form,
  { alpha, beta, gamma, phi }: Smoothers,
  { level, slope, season }: States,
  task: { variance: number; horizon: number; length: number },
): LocalForecast {
  const { variance, horizon, length } = task
  const period = season.length
  // damped[h] = phi + ... + phi^h
  const damped = new Float64Array(horizon + 1)
  for (let h = 1, power = phi; h <= horizon; h++, power *= phi) damped[h] = damped[h - 1] + power
  const q = damped.map((sum) => level + sum * slope)
  const seasonAt = (h: number): number => season[(length + h - 1) % period]
  const factor = form.season === 'multiplicative'
  const mu = q.map((value, h) => (form.season === 'additive' ? value + seasonAt(h) : value))
  const moved = damped.map(
    (sum, j) => alpha + beta * sum + (form.season === 'additive' && j % period === 0 ? gamma : 0),
  )
  if (!form.multiplicativeError) {
    const sums = new Float64Array(horizon + 1)
    for (let j = 1; j <= horizon; j++) sums[j] = sums[j - 1] + moved[j] ** 2
    return eachStep(
      horizon,
      (h) => mu[h],
      (h) => variance * (1 + sums[h - 1]),
    )
  }
  const theta = new Float64Array(horizon + 1)
  for (let h = 1; h <= horizon; h++) {
    theta[h] = mu[h] ** 2
    for (let j = 1; j < h; j++) {
      const season = factor && j % period === 0 ? gamma * mu[h] : 0
      theta[h] += variance * (moved[j] * Math.sqrt(theta[h - j]) + season) ** 2
    }
  }
  const scale = (h: number): number => (factor ? seasonAt(h) : 1)
  return eachStep(
    horizon,
    (h) => mu[h] * scale(h),
    (h) => scale(h) ** 2 * ((1 + variance) * theta[h] - mu[h] ** 2),
  )
}

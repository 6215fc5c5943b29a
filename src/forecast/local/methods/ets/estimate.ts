// Estimates smoothing parameters and initial states of one model by maximum likelihood. With rough initial states it
// picks the best of a coarse grid of smoothing parameters. From there a simplex search varies both.
//
// Source: Hyndman, Koehler, Ord, Snyder 2008, chapter 5; the bounds are those of section 2.4 and of R's forecast.

import { nelderMead } from '../../numeric/nelder_mead.ts'
import { type Filtered, filter, type Smoothers, type States } from './filter.ts'
import { type Form, parameterCount } from './form.ts'
import { initialStates } from './initial.ts'

export interface Estimate extends Filtered {
  form: Form
  smoothers: Smoothers
  initial: States
  /** Akaike's criterion, corrected for short series. */
  aicc: number
}

/** Longer seasons keep their rough initial indices: a simplex search over more variables does not converge. */
const longestSearched = 12
const [low, high] = [1e-4, 0.9999]
const [dampedLow, dampedHigh] = [0.8, 0.98]
/**
 * The search for beta / alpha starts here. On short series the likelihood has a second peak at a large beta, which follows
 * the last change of the series; forecasts from the peak near 0 are better.
 */
const firstBeta = 0.01

/** A first estimate, which does not vary the initial season. */
export function roughEstimate(values: Float64Array, count: number, form: Form, period: number): Estimate {
  const first = roughFrom(values, count, form, period, 'first')
  if (form.season === 'none') return first
  const whole = roughFrom(values, count, form, period, 'whole')
  return whole.aicc < first.aicc ? whole : first
}

function roughFrom(
  values: Float64Array,
  count: number,
  form: Form,
  period: number,
  basis: 'first' | 'whole',
): Estimate {
  const initial = initialStates(values, form, period, basis)
  const gammas = basis === 'whole' ? [0.002] : [0.01, 0.1, 0.4]
  let best = Number.POSITIVE_INFINITY
  let start = packed([0.1, firstBeta, 0.1, 0.97], form, initial, 0)
  for (const alpha of [0.05, 0.2, 0.5, 0.9])
    for (const gamma of form.season === 'none' ? [0] : gammas) {
      const x = packed([alpha, firstBeta, gamma, 0.97], form, initial, 0)
      const { deviance } = filter(values, form, smoothersOf(x, form), statesOf(x, form, initial, 0))
      if (deviance < best) [best, start] = [deviance, x]
    }
  return searched(values, count, form, period, start, initial, 0)
}

/** Improves a first estimate. The search also varies the indices of the initial season. */
export function fineEstimate(values: Float64Array, count: number, period: number, rough: Estimate): Estimate {
  const { form, initial, smoothers } = rough
  const free = form.season === 'none' || period > longestSearched ? 0 : period - 1
  const { alpha, beta, gamma, phi } = smoothers
  const shares = [alpha, beta / alpha, gamma / (1 - alpha), phi]
  const fine = searched(values, count, form, period, packed(shares, form, initial, free), initial, free)
  return fine.aicc < rough.aicc ? fine : rough
}

function searched(
  values: Float64Array,
  count: number,
  form: Form,
  period: number,
  start: readonly number[],
  initial: States,
  free: number,
): Estimate {
  const run = (x: readonly number[]) => {
    const smoothers = smoothersOf(x, form)
    const states = statesOf(x, form, initial, free)
    return { smoothers, initial: states, ...filter(values, form, smoothers, states) }
  }
  const deviance = (x: readonly number[]) => (isWithin(x, form) ? run(x).deviance : Number.POSITIVE_INFINITY)
  const { x } = nelderMead(deviance, start, { steps: stepsFor(start, form, values), evaluations: 120 * start.length })
  const found = run(x)
  const k = parameterCount(form, period)
  return { form, ...found, aicc: found.deviance + 2 * k + (2 * k * (k + 1)) / (count - k - 1) }
}

/** The variables of the search: alpha, beta / alpha, gamma / (1 - alpha), phi, level, slope, free season indices. */
function packed(shares: readonly number[], form: Form, { level, slope, season }: States, free: number): number[] {
  const [alpha, beta, gamma, phi] = shares
  return [
    alpha,
    ...(form.trend ? [beta] : []),
    ...(form.season === 'none' ? [] : [gamma]),
    ...(form.damped ? [phi] : []),
    level,
    ...(form.trend ? [slope] : []),
    ...season.slice(0, free),
  ]
}

function smoothersOf(x: readonly number[], { trend, season, damped }: Form): Smoothers {
  let next = 0
  const alpha = x[next++]
  const beta = trend ? alpha * x[next++] : 0
  const gamma = season === 'none' ? 0 : (1 - alpha) * x[next++]
  return { alpha, beta, gamma, phi: damped ? x[next++] : 1 }
}

const shareCount = ({ trend, season, damped }: Form): number =>
  1 + (trend ? 1 : 0) + (season === 'none' ? 0 : 1) + (damped ? 1 : 0)

function statesOf(x: readonly number[], form: Form, initial: States, free: number): States {
  let next = shareCount(form)
  const level = x[next++]
  const slope = form.trend ? x[next++] : 0
  if (free === 0) return { level, slope, season: initial.season }
  const season = initial.season.slice()
  let last = form.season === 'additive' ? 0 : season.length
  for (let place = 0; place < free; place++) {
    season[place] = x[next++]
    last -= season[place]
  }
  season[free] = last
  return { level, slope, season }
}

function isWithin(x: readonly number[], form: Form): boolean {
  const shares = shareCount(form)
  for (let i = 0; i < shares; i++) {
    const isPhi = form.damped && i === shares - 1
    if (!(x[i] >= (isPhi ? dampedLow : low) && x[i] <= (isPhi ? dampedHigh : high))) return false
  }
  return true
}

/** The first steps of the search. For states, the mean absolute change from one value to the next sets their size. */
function stepsFor(start: readonly number[], form: Form, values: Float64Array): number[] {
  const change = usualChange(values)
  const shares = shareCount(form)
  const level = start[shares]
  return start.map((value, i) => {
    if (i < shares) return form.damped && i === shares - 1 ? -0.05 : value < 0.5 ? 0.1 : -0.1
    if (i === shares) return change
    if (form.trend && i === shares + 1) return change / 4
    return form.season === 'additive' ? change / 2 : change / 2 / Math.abs(level || 1)
  })
}

function usualChange(values: Float64Array): number {
  let sum = 0
  let count = 0
  for (let t = 1; t < values.length; t++) {
    const change = Math.abs(values[t] - values[t - 1])
    if (Number.isNaN(change)) continue
    sum += change
    count++
  }
  return sum / count || 1
}

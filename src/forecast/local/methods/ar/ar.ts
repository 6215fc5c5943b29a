// Autoregression on a fixed window:  y(t) = c + sum over lags of a(lag) y(t - lag) + e(t),  by least squares.
//
//   around the last value:  the weights a sum to 1, so the forecast returns to no level; estimated as
//                           y(t) - y(t - first) = c + sum over the other lags of a(lag) (y(t - lag) - y(t - first))
//                           + e(t)
//   around the mean:        any weights, the classical form
//
//   variance(h) = s^2 (psi(0)^2 + ... + psi(h-1)^2),  psi(0) = 1,  psi(j) = sum over lags of a(lag) psi(j - lag)
//
// Series are first scaled to mean 0 and standard deviation 1, so that many series can share one set of coefficients.
//
// Source: Box, Jenkins, Reinsel 2008, "Time Series Analysis", sections 5.2 and 7.
//
// Without lags of the user, AICc chooses them (select.ts), after a short season that the test of Theta finds was removed.
//
// Missing values: with lags of the user, the estimate uses only rows whose value and lags are all observed; otherwise
// missing lags are filled (fill_gaps.ts), as for the forecast. Lags before the start of the series take its first value.

import { defined } from '../../../../base/defined.ts'
import { atOnce, eachPiece, type InPieces } from '../../../../base/resources/turns.ts'
import { isConstant, type LocalForecast, type LocalTask, meanOf } from '../../method.ts'
import { fillGaps } from '../../numeric/fill_gaps.ts'
import { withoutSeason } from '../../numeric/seasonality.ts'
import { naiveForecast } from '../naive.ts'
import { chooseSeasonality, reseasoned, shiftedBy } from '../theta/season.ts'
import { NormalEquations } from './regression.ts'
import { selectColumns } from './select.ts'

export interface ArForm {
  /** Ascending; each 1 or more. */
  readonly lags: readonly number[]
  readonly around: 'last' | 'mean'
}

export interface ArTask extends LocalTask, Partial<ArForm> {
  /** A model learned from many series. Without it, the model is estimated from this series. */
  readonly shared?: ArModel | undefined
}

export interface ArModel {
  readonly lags: readonly number[]
  /** First the constant, then the coefficient of each lag. */
  readonly coefficients: Float64Array
  /** Variance of the errors, for series scaled to standard deviation 1. */
  readonly variance: number
}

/**
 * The lags that are tried: all of two seasons and one step more; if the season is longer than 24 steps, the last eight steps
 * and those around one season ago; without a season, the last eight. Those of longer seasons (the same hour of last week, and
 * the hour before) follow. Lags of more than a third of the rows are left out, as too few rows have them.
 */
export function defaultLags(seasons: readonly number[], rows: number): number[] {
  const upTo = (lag: number): number[] => Array.from({ length: lag }, (_, i) => i + 1)
  const [season, ...longer] = seasons
  const near = season > 24 ? [...upTo(8), season - 1, season, season + 1] : upTo(2 * season + 1)
  const far = season > 1 && season <= 12 ? [3 * season, 4 * season] : []
  const short = season === 1 ? upTo(8) : [...near, ...far]
  const lags = [...short, ...longer.flatMap((steps) => [steps, steps + 1])]
  return lags.filter((lag) => lag === 1 || 3 * lag <= rows)
}

/** Of lags that are given, the longest are dropped until a series has this many rows for each coefficient. */
const rowsPerCoefficient = 2

/** Up to this length, a season that the test finds is removed as by Theta, if no lags are given. */
const longestAdjusted = 12

export function arForecast(history: Float64Array, task: ArTask): LocalForecast {
  if (isConstant(history)) return naiveForecast(history, task)
  const { lags, shared, season, horizon, around } = task
  if (lags || shared || season > longestAdjusted) return regressed(history, task)
  const filled = fillGaps(history, season)
  const adjustment = chooseSeasonality(filled, season, 'dynamic')
  if (!adjustment.seasonality) return regressed(history, task)
  const rest = { horizon, season: 1, seasons: [1, ...(task.seasons?.slice(1) ?? [])], ...defined({ around }) }
  return reseasoned(
    regressed(withoutSeason(shiftedBy(filled, adjustment.shift), adjustment.seasonality), rest),
    adjustment,
  )
}

function regressed(history: Float64Array, task: ArTask): LocalForecast & { readonly fitted: Float64Array } {
  const { centre, scale } = centreAndScale(history)
  const values = history.map((value) => (value - centre) / scale)
  const { lags, around = 'last', seasons = [task.season] } = task
  const model = task.shared ?? (lags ? fitGiven(values, { lags, around }) : fitChosen(values, seasons, around))
  // No value has all its lags.
  if (!model) return { ...naiveForecast(history, task), fitted: history.map(() => Number.NaN) }
  const { mean, deviation, fitted } = continued(fillGaps(values, task.season), model, task.horizon)
  const unit = (value: number): number => centre + scale * value
  return { mean: mean.map(unit), deviation: deviation.map((value) => scale * value), fitted: fitted.map(unit) }
}

function fitGiven(values: Float64Array, { lags, around }: ArForm): ArModel | undefined {
  for (let count = lags.length; ; count--) {
    const form = { lags: lags.slice(0, count), around }
    const equations = equationsOf(values, form)
    if (equations.rows >= rowsPerCoefficient * equations.size || count === 1)
      return equations.rows > 0 ? solveModel(equations, form) : undefined
  }
}

/** A model of the lags that AICc chooses. Longer lags are left out until it does not explode. */
function fitChosen(values: Float64Array, seasons: readonly number[], around: ArForm['around']): ArModel | undefined {
  const lagged = fillGaps(values, seasons[0])
  for (let tried = defaultLags(seasons, values.length); ; tried = tried.slice(0, -1)) {
    const all = equationsOf(values, { lags: tried, around }, lagged)
    const enough = all.rows > 0 && all.rows >= rowsPerCoefficient * Math.min(all.size, leastColumns)
    if (!enough && tried.length > 1) continue
    if (all.rows === 0) return undefined
    const columns = selectColumns(all).slice(1)
    // Around the last value, the first lag has no column of its own.
    const chosen = columns.map((column) => tried[around === 'last' ? column : column - 1])
    const form = { lags: around === 'last' ? [tried[0], ...chosen] : chosen.length > 0 ? chosen : [1], around }
    const model = solveModel(equationsOf(values, form, lagged), form)
    if (!explodes(model) || tried.length === 1) return model
  }
}

/** Lags are chosen if the rows are enough for this many coefficients. */
const leastColumns = 4

function equationsOf(values: Float64Array, form: ArForm, lagged = values): NormalEquations {
  const equations = emptyEquations(form)
  atOnce(addSeries(equations, values, form, lagged))
  return equations
}

/** Whether an error grows with time: its effect after many steps is larger than a random walk with a trend could have it. */
function explodes({ lags, coefficients }: ArModel): boolean {
  const steps = 100 + 10 * lags[lags.length - 1]
  const psi = new Float64Array(steps)
  psi[0] = 1
  for (let step = 1; step < steps; step++)
    for (let i = 0; i < lags.length && lags[i] <= step; i++) psi[step] += coefficients[i + 1] * psi[step - lags[i]]
  return !psi.every((value) => Math.abs(value) < mostEffect)
}

const mostEffect = 10

/** Equations without rows yet: one column for the constant, and one for each lag whose weight is free. */
export const emptyEquations = ({ lags, around }: ArForm): NormalEquations =>
  new NormalEquations(around === 'last' ? lags.length : lags.length + 1)

/** Adds the rows of a series with mean 0 and standard deviation 1. */
export function* addSeries(
  equations: NormalEquations,
  values: Float64Array,
  { lags, around }: ArForm,
  lagged: Float64Array = values,
): InPieces<void> {
  const x = new Float64Array(equations.size)
  const free = around === 'last' ? lags.slice(1) : lags
  x[0] = 1
  const add = (t: number): void => {
    const base = around === 'last' ? lagged[t - lags[0]] : 0
    let sum = base + values[t]
    free.forEach((lag, i) => {
      x[i + 1] = lagged[t - lag] - base
      sum += x[i + 1]
    })
    // The sum is NaN if any of these values is NaN.
    if (!Number.isNaN(sum)) equations.add(x, values[t] - base)
  }
  const first = lags[lags.length - 1]
  yield* eachPiece(values.length - first, (from, to) => {
    for (let t = first + from; t < first + to; t++) add(t)
  })
}

export function solveModel(equations: NormalEquations, { lags, around }: ArForm): ArModel {
  const { coefficients, variance } = equations.solve()
  if (around === 'mean') return { lags, coefficients, variance }
  const free = coefficients.subarray(1)
  const first = 1 - free.reduce((sum, coefficient) => sum + coefficient, 0)
  return { lags, coefficients: Float64Array.of(coefficients[0], first, ...free), variance }
}

/** Mean and standard deviation of a series; a constant series has the scale 1. */
export function centreAndScale(history: Float64Array): { centre: number; scale: number } {
  const values = history.filter((value) => !Number.isNaN(value))
  const centre = meanOf(values)
  const scale = Math.sqrt(meanOf(values.map((value) => (value - centre) ** 2)))
  return { centre, scale: scale || 1 }
}

function continued(
  values: Float64Array,
  { lags, coefficients, variance }: ArModel,
  horizon: number,
): LocalForecast & { readonly fitted: Float64Array } {
  const length = values.length
  const path = new Float64Array(length + horizon)
  path.set(values)
  const next = (t: number): number =>
    lags.reduce((sum, lag, i) => sum + coefficients[i + 1] * path[Math.max(0, t - lag)], coefficients[0])
  const first = lags[lags.length - 1]
  const fitted = values.map((_, t) => (t < first ? Number.NaN : next(t)))
  const psi = new Float64Array(horizon)
  psi[0] = 1
  const deviation = new Float64Array(horizon)
  let squares = 0
  for (let step = 0; step < horizon; step++) {
    path[length + step] = next(length + step)
    for (let i = 0; i < lags.length && lags[i] <= step; i++) psi[step] += coefficients[i + 1] * psi[step - lags[i]]
    squares += psi[step] ** 2
    deviation[step] = Math.sqrt(variance * squares)
  }
  return { mean: path.subarray(length), deviation, fitted }
}

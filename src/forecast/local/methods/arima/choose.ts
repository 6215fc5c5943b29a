// The model of one series: the given orders, or differences by unit root tests and the other orders by AICc.

import { observedRows, type Regressors } from '../../method.ts'
import { fillGaps } from '../../numeric/fill_gaps.ts'
import { type Fit, fitModel, type Precision } from './fit.ts'
import { averagesOf, differenced, lagsOf, type Orders, rowsLost } from './orders.ts'
import { makeProblem } from './problem.ts'
import { searchOrders } from './search.ts'
import { differencesNeeded, isFlat, needsSeasonalDifference, sizeOf } from './unit_roots.ts'
import { chooseWaves, joinRegressors, longestOrdered, wavesOf } from './waves.ts'

export interface Choice {
  readonly history: Float64Array
  readonly season: number
  /** All seasons, ascending; default `season` alone. */
  readonly seasons?: readonly number[] | undefined
  readonly horizon: number
  readonly regressors?: Regressors | undefined
  /** p, d, q. Without it the orders are searched. */
  readonly order?: readonly number[] | undefined
  /** P, D, Q. */
  readonly seasonalOrder?: readonly number[] | undefined
  readonly constant?: boolean | undefined
  /**
   * Whether only four small models are compared, by conditional least squares. The effects of regressors hardly depend on
   * the orders of the errors, as long as these are differenced.
   */
  readonly few?: boolean | undefined
}

/** Rows times states up to which models are compared by their exact likelihood. */
const exactWork = 4000
/** Rows times states squared up to which a series with missing values is estimated by its exact likelihood. */
const exactGaps = 1_000_000

/** The fitted model; `undefined` if the series is too short for every one. */
export function chooseArima(choice: Choice): Fit | undefined {
  const { history, season, order, seasonalOrder = [0, 0, 0], constant } = choice
  if (order) {
    const [p, d, q] = order
    const [P, D, Q] = seasonalOrder
    return fitOrders(choice, { p, d, q, P, D, Q, season: P + D + Q > 0 ? season : 1 }, constant ?? d + D === 0)
  }
  const whole = withWaves(choice)
  if (history.some(Number.isNaN)) return overGaps(whole)
  const { d, D } = differences(whole)
  const orders = { p: 0, d, q: 0, P: 0, D, Q: 0, season: whole.season }
  if (isFlat(differenced(history, orders), sizeOf(history)))
    return fitOrders(whole, orders, d + D < 2 && constant !== false)
  return searchOrders({ ...whole, d, D, precision: precisionFor(whole) })
}

/**
 * The orders are those of the series with its gaps filled: the filter over gaps is slow. The coefficients are estimated
 * with the gaps, unless the series is long. The filter that forecasts always leaves them open.
 */
function overGaps(choice: Choice): Fit | undefined {
  const { history, season, regressors, horizon } = choice
  const filled = fillGaps(history, season)
  const found = chooseArima({ ...choice, history: filled, regressors: regressors && besideGaps(regressors, history) })
  if (!found) return undefined
  const { orders, constant, x } = found
  const problem = makeProblem(history, orders, regressors, constant, horizon)
  const states = Math.max(lagsOf(orders), averagesOf(orders) + 1) + rowsLost(orders)
  const isLong = history.length * states ** 2 > exactGaps
  return fitModel(problem, orders, constant, isLong || choice.few ? 'given' : 'exact', x)
}

/** Regressors that keep their last value where the series has none: a filled value does not follow them. */
function besideGaps(regressors: Regressors, values: Float64Array): Regressors {
  const history = regressors.history.map((column) => {
    const kept = column.slice()
    for (let t = 1; t < kept.length; t++) if (Number.isNaN(values[t])) kept[t] = kept[t - 1]
    return kept
  })
  return { ...regressors, history }
}

/** The task with waves for long seasons, of which the history holds two or more, in place of orders. */
function withWaves(choice: Choice): Choice {
  const { history, horizon, regressors, season, seasons = [season] } = choice
  const long = seasons.filter((one) => one > longestOrdered && history.length >= 2 * one)
  const short = seasons.find((one) => one <= longestOrdered) ?? 1
  const rest = { ...choice, season: short }
  if (long.length === 0) return rest
  const values = fillGaps(history, long[0])
  const most = long.map((one) => Math.min(6, Math.floor(one / 2)))
  const some = joinRegressors(wavesOf(long, most, values.length, horizon, short), regressors)
  const counts = chooseWaves(values, long, { ...differences({ ...rest, regressors: some }), season: short }, regressors)
  return { ...rest, regressors: joinRegressors(wavesOf(long, counts, values.length, horizon, short), regressors) }
}

const fitOrders = (choice: Choice, orders: Orders, constant: boolean): Fit | undefined =>
  fitModel(makeProblem(choice.history, orders, choice.regressors, constant, choice.horizon), orders, constant, 'exact')

/** Long series are compared by conditional least squares: the exact likelihood takes time for each state of a row. */
function precisionFor({ history, season, few }: Choice): Precision {
  if (few) return 'rough'
  const states = 5 + (season > 1 ? 2 * season : 0)
  return history.length * states <= exactWork ? 'exact' : 'rough'
}

/** d and D by the tests, on what regressors do not explain. */
function differences({ history, season, regressors, horizon }: Choice): { d: number; D: number } {
  const rest = withoutRegressors(history, regressors, horizon)
  const given = regressors?.history ?? []
  const keeps = (orders: Orders) =>
    given.every((column) => isFlat(column) || !isFlat(differenced(column, orders), sizeOf(column)))
  const none = { p: 0, d: 0, q: 0, P: 0, D: 0, Q: 0, season }
  // A regressor that differencing takes away could not have an effect.
  const D = needsSeasonalDifference(rest, season) && keeps({ ...none, D: 1 }) ? 1 : 0
  let d = differencesNeeded(differenced(rest, { ...none, D }), sizeOf(history))
  while (d > 0 && !keeps({ ...none, d, D })) d--
  while (d > 0 && observedRows(differenced(rest, { ...none, d, D })).length === 0) d--
  return { d, D }
}

/** The series minus what least squares explains by its regressors; the mean stays. */
function withoutRegressors(history: Float64Array, regressors: Regressors | undefined, horizon: number): Float64Array {
  if (!regressors || regressors.names.length === 0) return history
  const orders = { p: 0, d: 0, q: 0, P: 0, D: 0, Q: 0, season: 1 }
  return makeProblem(history, orders, regressors, true, horizon).values
}

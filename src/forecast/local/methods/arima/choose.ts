// The model of one series: the given orders, or differences by unit root tests and the other orders by AICc.

import { observedRows, type Regressors } from '../../method.ts'
import { type Fit, fitModel, type Precision } from './fit.ts'
import { differenced, type Orders } from './orders.ts'
import { makeProblem } from './problem.ts'
import { searchOrders } from './search.ts'
import { differencesNeeded, isFlat, needsSeasonalDifference } from './unit_roots.ts'

export interface Choice {
  readonly history: Float64Array
  readonly season: number
  readonly horizon: number
  readonly regressors?: Regressors | undefined
  /** p, d, q. Without it the orders are searched. */
  readonly order?: readonly number[] | undefined
  /** P, D, Q. */
  readonly seasonalOrder?: readonly number[] | undefined
  readonly constant?: boolean | undefined
}

/** Rows times states up to which models are compared by their exact likelihood. */
const exactWork = 20_000
/** The fitted model; `undefined` if the series is too short for every one. */
export function chooseArima(choice: Choice): Fit | undefined {
  const { history, season, horizon, regressors, order, seasonalOrder = [0, 0, 0], constant } = choice
  if (order) {
    const [p, d, q] = order
    const [P, D, Q] = seasonalOrder
    return fitOrders(choice, { p, d, q, P, D, Q, season: P + D + Q > 0 ? season : 1 }, constant ?? d + D === 0)
  }
  const { d, D } = differences(choice)
  const orders = { p: 0, d, q: 0, P: 0, D, Q: 0, season }
  if (isFlat(differenced(history, orders))) return fitOrders(choice, orders, d + D < 2 && constant !== false)
  return searchOrders({ history, season, d, D, regressors, horizon, constant, precision: precisionFor(choice) })
}

const fitOrders = (choice: Choice, orders: Orders, constant: boolean): Fit | undefined =>
  fitModel(makeProblem(choice.history, orders, choice.regressors, constant, choice.horizon), orders, constant, 'exact')

/** Long series are compared by conditional least squares: the exact likelihood takes time for each state of a row. */
function precisionFor({ history, season }: Choice): Precision {
  const states = 5 + (season > 1 ? 2 * season : 0)
  return history.length * states <= exactWork ? 'exact' : 'rough'
}

/** d and D by the tests, on what regressors do not explain. */
function differences({ history, season, regressors, horizon }: Choice): { d: number; D: number } {
  const rest = withoutRegressors(history, regressors, horizon)
  const given = regressors?.history ?? []
  const keeps = (orders: Orders) => given.every((column) => isFlat(column) || !isFlat(differenced(column, orders)))
  const none = { p: 0, d: 0, q: 0, P: 0, D: 0, Q: 0, season }
  // A regressor that differencing takes away could not have an effect.
  const D = needsSeasonalDifference(rest, season) && keeps({ ...none, D: 1 }) ? 1 : 0
  let d = differencesNeeded(differenced(rest, { ...none, D }))
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

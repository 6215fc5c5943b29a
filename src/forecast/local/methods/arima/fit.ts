// Estimates one ARIMA model by maximum likelihood. For given ARMA coefficients the filter gives independent errors; the
// best coefficients of the regressors and the best variance have closed forms. So the search varies the ARMA
// coefficients alone:
//
//   -2 log L = n log(2 pi) + n + n log(S / n) + sum of log F,  S the smallest sum of squared errors, n their number
//
// It starts from the coefficients of conditional least squares, as `arima` in R does (CSS-ML).

import { bfgs } from '../../numeric/bfgs.ts'
import { filterGaps, type KalmanRoom, kalmanRoom } from './filter/kalman.ts'
import { type Coefficients, coefficientsOf, emptyPolynomials, setPolynomials } from './filter/polynomials.ts'
import { type Regression, regress, squaresFrom } from './filter/regression.ts'
import { type FilterRoom, filterRoom, whiten, whitenRoughly } from './filter/whiten.ts'
import { coefficientCount, type Orders } from './orders.ts'
import { freeInputs, type Problem } from './problem.ts'

/**
 * `exact`: maximum likelihood. `rough`: conditional least squares, for the comparison of models of long series. `given`:
 * the coefficients where the search starts.
 */
export type Precision = 'exact' | 'rough' | 'given'

export interface Fit {
  readonly problem: Problem
  readonly orders: Orders
  readonly constant: boolean
  readonly coefficients: Coefficients
  /** Where the search ended, in its own variables. */
  readonly x: Float64Array
  readonly logLikelihood: number
  /** Number of estimated values: coefficients, those of regressors, and the variance. */
  readonly parameters: number
  readonly aicc: number
}

/** A model and the room for its filters. */
export interface Evaluation {
  readonly orders: Orders
  readonly problem: Problem
  /** The series and its regressors, over the rows of the series. */
  readonly columns: readonly Float64Array[]
  readonly room: FilterRoom | KalmanRoom
}

export function evaluationOf(problem: Problem, orders: Orders): Evaluation {
  const polynomials = emptyPolynomials(orders)
  const rows = problem.values.length
  const columns = [problem.values, ...problem.columns.map((column) => column.subarray(0, rows))]
  const room = (problem.gaps ? kalmanRoom : filterRoom)(polynomials, columns.length, rows)
  return { orders, problem, columns, room }
}

const isKalman = (room: FilterRoom | KalmanRoom): room is KalmanRoom => 'weights' in room

/** Filters series and regressors under a model. Returns the sum of log F. */
export function filtered({ columns, room }: Evaluation, coefficients: Coefficients): number {
  setPolynomials(room.polynomials, coefficients)
  return isKalman(room) ? filterGaps(columns, room) : whiten(columns, room)
}

/** The regression of the filtered series on the filtered regressors. */
export const regressionOf = ({ room }: Evaluation): Regression => regress(room.errors, 0)

/** -2 log L without the terms that do not depend on the coefficients. */
function deviance(evaluation: Evaluation, x: Float64Array): number {
  const { orders, problem, room } = evaluation
  const logs = filtered(evaluation, coefficientsOf(x, orders))
  return problem.counted * Math.log(squaresFrom(room.errors, 0) / problem.counted) + logs
}

function roughDeviance({ orders, problem, columns, room }: Evaluation, x: Float64Array): number {
  setPolynomials(room.polynomials, coefficientsOf(x, orders))
  const from = whitenRoughly(columns, room as FilterRoom)
  const rows = problem.counted - from
  return problem.counted * Math.log(squaresFrom(room.errors, from) / rows)
}

/** With more columns than this, the search holds their coefficients, and they are estimated again after it. */
const fewColumns = 6
/** Rounds of such searches. */
const rounds = 4

/** Estimates a model; `undefined` if the series is too short for it. */
export function fitModel(
  problem: Problem,
  orders: Orders,
  constant: boolean,
  precision: Precision,
  start?: Float64Array,
): Fit | undefined {
  const parameters = coefficientCount(orders) + freeInputs(problem) + 1
  const spare = problem.counted - parameters - 1
  if (spare <= 0) return undefined
  const zeros = new Float64Array(coefficientCount(orders))
  const isRough = precision === 'rough' && !problem.gaps
  const evaluation = evaluationOf(problem, orders)
  const isWide = problem.columns.length > fewColumns
  // The problem already lacks what plain least squares explains: near enough for a comparison of orders.
  const alone = isWide ? evaluationOf({ ...problem, columns: [] }, orders) : evaluation
  const rough = (x: Float64Array) => roughDeviance(alone, x)
  const first =
    problem.gaps || precision === 'given' ? (start ?? zeros) : inner(bfgs(rough, start ?? zeros, { tolerance: 1e-7 }).x)
  const search = isWide ? searchByTurns : searchAtOnce
  const found =
    precision === 'given'
      ? { x: first, value: deviance(evaluation, first) }
      : isRough
        ? { x: first, value: rough(first) }
        : search(evaluation, first)
  // Minus infinity: the model fits every value.
  if (Number.isNaN(found.value) || found.value === Number.POSITIVE_INFINITY) return undefined
  const twice = found.value + problem.counted * (1 + Math.log(2 * Math.PI))
  return {
    problem,
    orders,
    constant,
    coefficients: coefficientsOf(found.x, orders),
    x: found.x,
    logLikelihood: -twice / 2,
    parameters,
    aicc: twice + 2 * parameters + (2 * parameters * (parameters + 1)) / spare,
  }
}

const searchAtOnce = (evaluation: Evaluation, start: Float64Array) =>
  bfgs((x) => deviance(evaluation, x), start, { tolerance: 1e-8 })

/** Searches the ARMA coefficients and estimates those of the columns in turn, until the likelihood stays. */
function searchByTurns(evaluation: Evaluation, start: Float64Array): { x: Float64Array; value: number } {
  const { problem, orders } = evaluation
  let best = { x: start, value: deviance(evaluation, start) }
  for (let round = 0; round < rounds; round++) {
    const { coefficients } = regressionOf(evaluation)
    const values = problem.values.map((value, t) =>
      problem.columns.reduce((rest, column, c) => rest - coefficients[c] * column[t], value),
    )
    const alone = evaluationOf({ ...problem, values, columns: [] }, orders)
    const { x } = bfgs((at) => deviance(alone, at), best.x, { tolerance: 1e-8 })
    const value = deviance(evaluation, x)
    const gain = best.value - value
    if (!(gain > 0)) break
    best = { x, value }
    if (gain < 1e-4) break
  }
  return best
}

/** A start that is not at the edge: there the likelihood hardly changes, and a search would stay. */
const inner = (x: Float64Array): Float64Array => x.map((value) => Math.max(-2, Math.min(2, value)))

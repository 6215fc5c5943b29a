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

/** `exact`: maximum likelihood. `rough`: conditional least squares, for the comparison of models of long series. */
export type Precision = 'exact' | 'rough'

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
  readonly room: FilterRoom | KalmanRoom
}

export function evaluationOf(problem: Problem, orders: Orders): Evaluation {
  const polynomials = emptyPolynomials(orders)
  const columns = problem.columns.length + 1
  const rows = problem.values.length
  const room = problem.gaps ? kalmanRoom(polynomials, columns, rows) : filterRoom(polynomials, columns, rows)
  return { orders, problem, room }
}

const isKalman = (room: FilterRoom | KalmanRoom): room is KalmanRoom => 'weights' in room

/** Filters series and regressors under a model. Returns the sum of log F. */
export function filtered({ problem, room }: Evaluation, coefficients: Coefficients): number {
  setPolynomials(room.polynomials, coefficients)
  const columns = [problem.values, ...problem.columns]
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

function roughDeviance({ orders, problem, room }: Evaluation, x: Float64Array): number {
  setPolynomials(room.polynomials, coefficientsOf(x, orders))
  const from = whitenRoughly([problem.values, ...problem.columns], room as FilterRoom)
  const rows = problem.counted - from
  return problem.counted * Math.log(squaresFrom(room.errors, from) / rows)
}

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
  const evaluation = evaluationOf(problem, orders)
  if (spare <= 0) return undefined
  const exact = (x: Float64Array) => deviance(evaluation, x)
  const rough = (x: Float64Array) => roughDeviance(evaluation, x)
  const zeros = new Float64Array(coefficientCount(orders))
  const first = problem.gaps ? (start ?? zeros) : inner(bfgs(rough, start ?? zeros, { tolerance: 1e-7 }).x)
  const found = precision === 'rough' && !problem.gaps ? { x: first, value: rough(first) } : bfgs(exact, first)
  if (!Number.isFinite(found.value)) return undefined
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

/** A start that is not at the edge: there the likelihood hardly changes, and a search would stay. */
const inner = (x: Float64Array): Float64Array => x.map((value) => Math.max(-2, Math.min(2, value)))

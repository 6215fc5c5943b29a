// A series and its regressors, ready for the filters: differenced, unless values are missing, and with orthonormal
// regressors. The part of the series that least squares explains by them is taken away beforehand, so that large levels
// cost no digits; the estimate adds what the correlation of errors changes (generalised least squares).

import type { Regressors } from '../../method.ts'
import { differenced, type Orders, rowsLost } from './orders.ts'
import { sizeOf } from './unit_roots.ts'

/** What all models with the same differences and the same regressors share. */
export interface Problem {
  readonly orders: Orders
  /** The history, and the regressors over history and horizon, as given. */
  readonly history: Float64Array
  readonly inputs: readonly Float64Array[]
  /** Names of `inputs`; that of a constant is `constant`. */
  readonly names: readonly string[]
  /** Whether values are missing. Then values and columns are not differenced: the filter does it. */
  readonly gaps: boolean
  /** The series without what `start` explains of it; NaN where missing. */
  readonly values: Float64Array
  /** Orthonormal columns over the rows of `values`, then over the horizon. */
  readonly columns: readonly Float64Array[]
  /** columns = inputs times the inverse of this upper triangle; 0 on the diagonal for an input that depends on others. */
  readonly triangle: readonly Float64Array[]
  /** The coefficients of `columns` by least squares. */
  readonly start: Float64Array
  /** Number of values that the likelihood counts. */
  readonly counted: number
}

/** A column counts as a sum of others if less than this share of it remains. */
const dependent = 1e-11

export function makeProblem(
  history: Float64Array,
  orders: Orders,
  regressors: Regressors | undefined,
  constant: boolean,
  horizon: number,
): Problem {
  const rows = history.length
  const given = (regressors?.history ?? []).map((past, i) => joined(past, regressors?.future[i] as Float64Array))
  const trend = Float64Array.from({ length: rows + horizon }, (_, t) => (orders.d + orders.D === 0 ? 1 : t + 1))
  const inputs = constant ? [trend, ...given] : given
  const names = [...(constant ? ['constant'] : []), ...(regressors?.names ?? [])]
  const gaps = history.some(Number.isNaN)
  const lost = rowsLost(orders)
  const values = gaps ? history.map((value) => value - firstValue(history, lost)) : differenced(history, orders).slice()
  const used = inputs.map((input) => {
    const differences = differenced(input, orders)
    return isNothing(differences, input) ? undefined : (gaps ? input : differences).slice()
  })
  const { columns, triangle } = orthonormal(used, values)
  const start = new Float64Array(columns.length)
  // The second pass takes away what rounding has left.
  for (let pass = 0; pass < 2; pass++)
    columns.forEach((column, c) => {
      let product = 0
      for (let t = 0; t < values.length; t++) if (!Number.isNaN(values[t])) product += column[t] * values[t]
      start[c] += product
      for (let t = 0; t < values.length; t++) values[t] -= product * column[t]
    })
  const seen = history.reduce((count, value) => count + (Number.isNaN(value) ? 0 : 1), 0)
  return { orders, history, inputs, names, gaps, values, columns, triangle, start, counted: seen - lost }
}

function joined(first: Float64Array, second: Float64Array): Float64Array {
  const all = new Float64Array(first.length + second.length)
  all.set(first)
  all.set(second, first.length)
  return all
}

/** The level that is taken off a series with gaps: its first value, if differencing makes the level free in any case. */
export const levelOf = ({ gaps, history, orders }: Problem): number =>
  gaps ? firstValue(history, rowsLost(orders)) : 0

const firstValue = (history: Float64Array, lost: number): number =>
  lost > 0 ? (history.find((value) => !Number.isNaN(value)) as number) : 0

/** Whether differencing leaves nothing of a column but rounding errors. */
const isNothing = (differences: Float64Array, input: Float64Array): boolean =>
  !(sizeOf(differences) > dependent * sizeOf(input))

/** Modified Gram and Schmidt over the rows that are observed, applied to all rows. */
function orthonormal(inputs: readonly (Float64Array | undefined)[], values: Float64Array) {
  const columns: Float64Array[] = []
  const triangle = inputs.map(() => new Float64Array(inputs.length))
  const product = (a: Float64Array, b: Float64Array) => {
    let sum = 0
    for (let t = 0; t < values.length; t++) if (!Number.isNaN(values[t])) sum += a[t] * b[t]
    return sum
  }
  inputs.forEach((input, i) => {
    const column = input ?? new Float64Array(values.length)
    const size = Math.sqrt(product(column, column))
    for (let pass = 0; pass < 2; pass++)
      columns.forEach((before, j) => {
        const share = product(before, column)
        triangle[j][i] += share
        for (let t = 0; t < column.length; t++) column[t] -= share * before[t]
      })
    const rest = Math.sqrt(product(column, column))
    const isFree = size > 0 && rest > dependent * size
    triangle[i][i] = isFree ? rest : 0
    columns.push(isFree ? column.map((value) => value / rest) : new Float64Array(column.length))
  })
  return { columns, triangle }
}

/** The coefficients of the inputs from those of the orthonormal columns. */
export function coefficientsOfInputs({ triangle }: Problem, own: Float64Array): Float64Array {
  const coefficients = new Float64Array(own.length)
  for (let i = own.length - 1; i >= 0; i--) {
    if (triangle[i][i] === 0) continue
    let sum = own[i]
    for (let j = i + 1; j < own.length; j++) sum -= triangle[i][j] * coefficients[j]
    coefficients[i] = sum / triangle[i][i]
  }
  return coefficients
}

/** The number of inputs that do not depend on others. */
export const freeInputs = ({ triangle }: Problem): number => triangle.filter((row, i) => row[i] > 0).length

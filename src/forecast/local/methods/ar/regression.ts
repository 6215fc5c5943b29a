// Linear regression by least squares, from its normal equations. Rows are added to sums and not kept, so that the
// memory does not grow with the number of rows.

import { varianceOf } from '../../method.ts'

/** The sums X'X, X'y and y'y over the rows added so far. The first number of each row is the constant 1. */
export class NormalEquations {
  readonly size: number
  readonly xx: Float64Array
  readonly xy: Float64Array
  yy = 0
  rows = 0

  constructor(size: number) {
    this.size = size
    this.xx = new Float64Array(size * size)
    this.xy = new Float64Array(size)
  }

  add(x: Float64Array, y: number): void {
    const { size, xx, xy } = this
    for (let i = 0; i < size; i++) {
      for (let j = 0; j <= i; j++) xx[i * size + j] += x[i] * x[j]
      xy[i] += x[i] * y
    }
    this.yy += y * y
    this.rows++
  }

  /**
   * The coefficients, and the variance of the errors, NaN if there are no more rows than coefficients. A ridge of a
   * billionth of the mean diagonal makes the equations solvable if columns depend on each other, for example the lags of
   * a series that repeats exactly.
   */
  solve(): { coefficients: Float64Array; variance: number } {
    const { size, xx, xy, yy, rows } = this
    let trace = 0
    for (let i = 0; i < size; i++) trace += xx[i * size + i]
    const lower = cholesky(xx, size, (1e-9 * trace) / size)
    const coefficients = substitute(lower, xy, size)
    // The sum of squared errors is y'y - 2 b'X'y + b'X'X b.
    let squares = yy
    for (let i = 0; i < size; i++) {
      squares -= 2 * coefficients[i] * xy[i]
      for (let j = 0; j < size; j++)
        squares += coefficients[i] * coefficients[j] * xx[Math.max(i, j) * size + Math.min(i, j)]
    }
    return { coefficients, variance: varianceOf(squares, rows - size) }
  }
}

/** L with L L' = A + ridge I. Only the lower half of A is read. */
function cholesky(a: Float64Array, size: number, ridge: number): Float64Array {
  const lower = new Float64Array(size * size)
  for (let i = 0; i < size; i++)
    for (let j = 0; j <= i; j++) {
      let sum = a[i * size + j] + (i === j ? ridge : 0)
      for (let k = 0; k < j; k++) sum -= lower[i * size + k] * lower[j * size + k]
      lower[i * size + j] = i === j ? Math.sqrt(Math.max(sum, ridge)) : sum / lower[j * size + j]
    }
  return lower
}

/** x with L L' x = b. */
function substitute(lower: Float64Array, b: Float64Array, size: number): Float64Array {
  const x = b.slice()
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) x[i] -= lower[i * size + k] * x[k]
    x[i] /= lower[i * size + i]
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) x[i] -= lower[k * size + i] * x[k]
    x[i] /= lower[i * size + i]
  }
  return x
}

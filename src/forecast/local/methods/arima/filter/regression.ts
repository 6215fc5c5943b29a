/** The regression of filtered values on filtered columns: generalised least squares. */
export interface Regression {
  /** Sum of squares of the errors that remain. */
  readonly squares: number
  readonly coefficients: Float64Array
  /** The covariance of the coefficients for errors of variance 1, row by row. */
  readonly covariance: Float64Array
}

/** A pivot counts as 0 below this share of its column: the column depends on others. */
const dependent = 1e-10

/** The sum of squares of the rows from `from` on. Without columns it is all that a search needs. */
export function squaresFrom(errors: readonly Float64Array[], from: number): number {
  if (errors.length > 1) return regress(errors, from).squares
  const [own] = errors
  let sum = 0
  for (let t = from; t < own.length; t++) sum += own[t] * own[t]
  return sum
}

/** Regresses the first of some columns on the others. A column that depends on others gets the coefficient 0. */
export function regress(errors: readonly Float64Array[], from: number): Regression {
  const [own, ...columns] = errors
  const count = columns.length
  const lower = new Float64Array(count * count)
  const target = new Float64Array(count)
  for (let i = 0; i < count; i++) {
    for (let j = 0; j <= i; j++) lower[i * count + j] = product(columns[i], columns[j], from)
    target[i] = product(columns[i], own, from)
  }
  const isFree = cholesky(lower, count)
  const coefficients = solve(lower, target, count, isFree)
  const covariance = new Float64Array(count * count)
  for (let j = 0; j < count; j++) {
    const unit = new Float64Array(count)
    unit[j] = isFree[j] ? 1 : 0
    covariance.set(solve(lower, unit, count, isFree), j * count)
  }
  let squares = 0
  for (let t = from; t < own.length; t++) {
    let error = own[t]
    for (let i = 0; i < count; i++) error -= coefficients[i] * columns[i][t]
    squares += error * error
  }
  return { squares, coefficients, covariance }
}

function product(a: Float64Array, b: Float64Array, from: number): number {
  let sum = 0
  for (let t = from; t < a.length; t++) sum += a[t] * b[t]
  return sum
}

/** Replaces the lower half of a matrix by L with L L' = A. Rows that depend on those before become 0. */
function cholesky(lower: Float64Array, count: number): boolean[] {
  const isFree: boolean[] = []
  for (let i = 0; i < count; i++) {
    const whole = lower[i * count + i]
    for (let j = 0; j <= i; j++) {
      let sum = lower[i * count + j]
      for (let k = 0; k < j; k++) sum -= lower[i * count + k] * lower[j * count + k]
      if (i !== j) lower[i * count + j] = isFree[j] ? sum / lower[j * count + j] : 0
      else {
        isFree[i] = whole > 0 && sum > dependent * whole
        lower[i * count + i] = isFree[i] ? Math.sqrt(sum) : 0
      }
    }
  }
  return isFree
}

function solve(lower: Float64Array, target: Float64Array, count: number, isFree: readonly boolean[]): Float64Array {
  const x = target.slice()
  for (let i = 0; i < count; i++) {
    for (let k = 0; k < i; k++) x[i] -= lower[i * count + k] * x[k]
    x[i] = isFree[i] ? x[i] / lower[i * count + i] : 0
  }
  for (let i = count - 1; i >= 0; i--) {
    for (let k = i + 1; k < count; k++) x[i] -= lower[k * count + i] * x[k]
    x[i] = isFree[i] ? x[i] / lower[i * count + i] : 0
  }
  return x
}

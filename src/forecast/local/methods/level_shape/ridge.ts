// Ridge regression with the penalty that has the least leave-one-out error.
//
//   w = (X'X + p I)^-1 X'y,   error of row i without row i = (y - x'w) / (1 - x'(X'X + p I)^-1 x)
//
// Source: Hoerl and Kennard 1970; Allen 1974, "The relationship between variable selection and data augmentation and a
// method for prediction" (PRESS).

export interface Ridge {
  readonly weights: Float64Array
  /** The leave-one-out error of each row, and the mean of their squares. */
  readonly errors: Float64Array
  readonly error: number
}

/** Penalties that are tried, as shares of the mean of the diagonal of X'X. */
const penalties = Array.from({ length: 13 }, (_, i) => 10 ** (i / 2 - 4))

/**
 * @param rows - the rows of X, all with the same number of columns
 * @param accepts - refuses weights that must not be used; weights of 0 are used if it refuses all
 */
export function ridge(
  rows: readonly Float64Array[],
  y: Float64Array,
  accepts: (weights: Float64Array) => boolean = () => true,
): Ridge {
  const size = rows[0].length
  const gram = new Float64Array(size * size)
  const product = new Float64Array(size)
  rows.forEach((row, i) => {
    for (let a = 0; a < size; a++) {
      product[a] += row[a] * y[i]
      for (let b = 0; b < size; b++) gram[a * size + b] += row[a] * row[b]
    }
  })
  let trace = 0
  for (let a = 0; a < size; a++) trace += gram[a * size + a]
  let best: Ridge = { weights: new Float64Array(size), errors: y, error: meanSquare(y) }
  if (trace === 0) return best
  for (const share of penalties) {
    const inverse = inverseOf(gram, size, (share * trace) / size)
    const weights = new Float64Array(size)
    for (let a = 0; a < size; a++) for (let b = 0; b < size; b++) weights[a] += inverse[a * size + b] * product[b]
    const errors = y.map((value, i) => (value - dot(rows[i], weights)) / (1 - leverage(rows[i], inverse)))
    const error = meanSquare(errors)
    if (error < best.error && accepts(weights)) best = { weights, errors, error }
  }
  return best
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i]
  return sum
}

function leverage(row: Float64Array, inverse: Float64Array): number {
  let sum = 0
  for (let a = 0; a < row.length; a++)
    for (let b = 0; b < row.length; b++) sum += row[a] * inverse[a * row.length + b] * row[b]
  return Math.min(sum, 1 - 1e-9)
}

const meanSquare = (values: Float64Array): number =>
  values.reduce((sum, value) => sum + value * value, 0) / values.length

/** The inverse of a positive definite matrix plus a multiple of the identity, by Gauss-Jordan elimination. */
function inverseOf(matrix: Float64Array, size: number, added: number): Float64Array {
  const left = matrix.slice()
  const right = new Float64Array(size * size)
  for (let a = 0; a < size; a++) {
    left[a * size + a] += added
    right[a * size + a] = 1
  }
  for (let pivot = 0; pivot < size; pivot++) {
    const scale = 1 / left[pivot * size + pivot]
    for (let b = 0; b < size; b++) {
      left[pivot * size + b] *= scale
      right[pivot * size + b] *= scale
    }
    for (let a = 0; a < size; a++) {
      const factor = left[a * size + pivot]
      if (a === pivot || factor === 0) continue
      for (let b = 0; b < size; b++) {
        left[a * size + b] -= factor * left[pivot * size + b]
        right[a * size + b] -= factor * right[pivot * size + b]
      }
    }
  }
  return right
}

// Weighted ridge regression on standardised columns, by solving its normal equations.

export type Matrix = number[][]

/** Solves A x = b by elimination with pivots. */
function solve(a: Matrix, b: Matrix): Matrix {
  const rows = a.map((row, i) => [...row, ...b[i]])
  const n = rows.length
  for (let k = 0; k < n; k++) {
    const pivot = rows.slice(k).reduce((best, row, i) => (Math.abs(row[k]) > Math.abs(rows[best][k]) ? k + i : best), k)
    const swapped = rows[k]
    rows[k] = rows[pivot]
    rows[pivot] = swapped
    for (let i = 0; i < n; i++) {
      if (i === k) continue
      const factor = rows[i][k] / rows[k][k]
      if (factor !== 0) for (let j = k; j < rows[i].length; j++) rows[i][j] -= factor * rows[k][j]
    }
  }
  return rows.map((row, i) => row.slice(n).map((value) => value / row[i]))
}

const weightedMean = (values: number[], weights: number[]) =>
  values.reduce((sum, x, i) => sum + weights[i] * x, 0) / weights.reduce((a, b) => a + b)

/** Deviations of the columns. They stay those of all rows when one row is left out. */
const scalesOf = (x: Matrix, weights: number[]) =>
  x[0].map((_, j) => {
    const column = x.map((row) => row[j])
    const mean = weightedMean(column, weights)
    return (
      Math.sqrt(
        weightedMean(
          column.map((value) => (value - mean) ** 2),
          weights,
        ),
      ) || 1
    )
  })

/** A function that predicts the outputs of a row. */
export function ridge(x: Matrix, y: Matrix, weights: number[], penalty: number, scales = scalesOf(x, weights)) {
  const means = x[0].map((_, j) =>
    weightedMean(
      x.map((row) => row[j]),
      weights,
    ),
  )
  const levels = y[0].map((_, o) =>
    weightedMean(
      y.map((row) => row[o]),
      weights,
    ),
  )
  const z = x.map((row) => row.map((value, j) => (value - means[j]) / scales[j]))
  const products = z[0].map((_, j) =>
    z[0].map((_, k) => z.reduce((sum, row, i) => sum + weights[i] * row[j] * row[k], j === k ? penalty : 0)),
  )
  const sides = z[0].map((_, j) =>
    y[0].map((_, o) => z.reduce((sum, row, i) => sum + weights[i] * row[j] * (y[i][o] - levels[o]), 0)),
  )
  const solution = solve(products, sides)
  return (row: number[]) =>
    levels.map((level, o) =>
      row.reduce((sum, value, j) => sum + ((value - means[j]) / scales[j]) * solution[j][o], level),
    )
}

/** The error of each row when it is left out of the fit. */
export function looResiduals(x: Matrix, y: Matrix, weights: number[], penalty: number): Matrix {
  const scales = scalesOf(x, weights)
  return x.map((row, i) => {
    const others = <T>(list: T[]) => list.filter((_, k) => k !== i)
    const predict = ridge(others(x), others(y), others(weights), penalty, scales)
    return predict(row).map((value, o) => y[i][o] - value)
  })
}

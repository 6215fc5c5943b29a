// The lags of an autoregression, chosen for one series: from the constant alone, the lag that reduces the squared errors
// most is added, one after another, and the number of lags with the smallest AICc wins. All are compared on the same rows.
// A sweep of X'X on a column gives the regressions on this column, so a step takes as long as X'X has numbers.
//
// Source: Efroymson 1960, "Multiple regression analysis"; Hurvich and Tsai 1989 for AICc.

import type { NormalEquations } from './regression.ts'

/** The columns with the smallest AICc, ascending. Column 0, the constant, is always there. */
export function selectColumns({ size, xx, xy, yy, rows }: NormalEquations): number[] {
  const width = size + 1
  const a = new Float64Array(width * width)
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) a[i * width + j] = xx[Math.max(i, j) * size + Math.min(i, j)]
    a[i * width + size] = a[size * width + i] = xy[i]
  }
  a[size * width + size] = yy
  const diagonal = Float64Array.from({ length: size }, (_, i) => a[i * width + i])
  const chosen: number[] = []
  let best = { count: 1, aicc: Number.POSITIVE_INFINITY }
  for (let next = 0; next >= 0; ) {
    chosen.push(next)
    sweep(a, width, next)
    const aicc = aiccOf(Math.max(a[size * width + size], 1e-12 * yy), rows, chosen.length)
    if (aicc < best.aicc) best = { count: chosen.length, aicc }
    next = rows > chosen.length + 4 ? strongest(a, width, chosen, diagonal) : -1
  }
  return chosen.slice(0, best.count).sort((i, j) => i - j)
}

/** `coefficients` estimated coefficients, and the variance of the errors. */
function aiccOf(squares: number, rows: number, coefficients: number): number {
  const k = coefficients + 1
  return rows - k - 1 > 0 ? rows * Math.log(squares / rows) + (2 * k * rows) / (rows - k - 1) : Number.POSITIVE_INFINITY
}

/** The column that reduces the squared errors most; -1 if the rest depends on the chosen ones. */
function strongest(a: Float64Array, width: number, chosen: readonly number[], diagonal: Float64Array): number {
  const last = width - 1
  let best = -1
  let most = 0
  for (let i = 0; i < last; i++) {
    const left = a[i * width + i]
    if (chosen.includes(i) || !(left > 1e-9 * diagonal[i])) continue
    const reduction = a[i * width + last] ** 2 / left
    if (reduction > most) [best, most] = [i, reduction]
  }
  return best
}

function sweep(a: Float64Array, width: number, k: number): void {
  const pivot = a[k * width + k]
  for (let i = 0; i < width; i++) {
    if (i === k) continue
    const factor = a[i * width + k] / pivot
    for (let j = 0; j < width; j++) if (j !== k) a[i * width + j] -= factor * a[k * width + j]
  }
  for (let j = 0; j < width; j++) {
    if (j === k) continue
    a[k * width + j] /= pivot
    a[j * width + k] /= -pivot
  }
  a[k * width + k] = 1 / pivot
}

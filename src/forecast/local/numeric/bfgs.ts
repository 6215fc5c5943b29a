export interface BfgsOptions {
  /** Number of steps after which the search ends. */
  steps?: number
  /** The search ends when a step gains less than this share of the value. */
  tolerance?: number
}

/**
 * Searches for the place where a smooth function of several variables is smallest, by the quasi-Newton method of Broyden,
 * Fletcher, Goldfarb and Shanno. Central differences give the gradient. Where the function is not defined it returns NaN
 * or Infinity; the search turns back there.
 *
 * Source: Nocedal and Wright 2006, "Numerical Optimization", algorithm 6.1, with steps that are halved until the value
 * falls enough (algorithm 3.1).
 */
export function bfgs(
  f: (x: Float64Array) => number,
  start: ArrayLike<number>,
  { steps = 100, tolerance = 1e-9 }: BfgsOptions = {},
): { x: Float64Array; value: number } {
  const n = start.length
  let x = Float64Array.from(start)
  let value = f(x)
  if (n === 0 || !Number.isFinite(value)) return { x, value }
  let gradient = gradientOf(f, x, value)
  // The inverse of the matrix of second derivatives, as far as it is known.
  const inverse = new Float64Array(n * n)
  let isFresh = true
  for (let count = 0; count < steps; count++) {
    if (isFresh) reset(inverse, n, gradient)
    let direction = times(inverse, gradient, -1)
    let slope = dot(direction, gradient)
    if (!(slope < 0)) {
      if (isFresh) break
      reset(inverse, n, gradient)
      direction = times(inverse, gradient, -1)
      slope = dot(direction, gradient)
      if (!(slope < 0)) break
    }
    const next = search(f, x, value, direction, slope)
    if (!next) {
      if (isFresh) break
      isFresh = true
      continue
    }
    const gain = value - next.value
    const nextGradient = gradientOf(f, next.x, next.value)
    const moved = next.x.map((v, i) => v - x[i])
    const turned = nextGradient.map((v, i) => v - gradient[i])
    const curvature = dot(moved, turned)
    if (curvature > 0) {
      if (isFresh) scale(inverse, n, curvature / dot(turned, turned))
      update(inverse, n, moved, turned, curvature)
      isFresh = false
    }
    ;[x, value, gradient] = [next.x, next.value, nextGradient]
    if (gain <= tolerance * (Math.abs(value) + tolerance)) {
      if (isFresh) break
      // Small gains may come from a poor picture of the second derivatives: one more step along the gradient decides.
      const last = search(f, x, value, times(diagonal(n, gradient), gradient, -1), -dot(gradient, gradient) || 0)
      if (!last || value - last.value <= tolerance * (Math.abs(value) + tolerance)) break
      ;[x, value] = [last.x, last.value]
      gradient = gradientOf(f, x, value)
      isFresh = true
    }
  }
  return { x, value }
}

function search(f: (x: Float64Array) => number, x: Float64Array, value: number, way: Float64Array, slope: number) {
  for (let size = 1; size > 1e-7; size *= size > 0.1 ? 0.5 : 0.2) {
    const next = x.map((v, i) => v + size * way[i])
    const there = f(next)
    if (there <= value + 1e-4 * size * slope) return there < value ? { x: next, value: there } : undefined
  }
  return undefined
}

function gradientOf(f: (x: Float64Array) => number, x: Float64Array, value: number): Float64Array {
  const step = 1e-4
  const at = x.slice()
  return x.map((v, i) => {
    at[i] = v + step
    const above = f(at)
    at[i] = v - step
    const below = f(at)
    at[i] = v
    if (Number.isFinite(above) && Number.isFinite(below)) return (above - below) / (2 * step)
    return Number.isFinite(above) ? (above - value) / step : Number.isFinite(below) ? (value - below) / step : 0
  })
}

/** A first step of length 0.1 at most along the gradient. */
function diagonal(n: number, gradient: Float64Array): Float64Array {
  const inverse = new Float64Array(n * n)
  reset(inverse, n, gradient)
  return inverse
}

function reset(inverse: Float64Array, n: number, gradient: Float64Array): void {
  inverse.fill(0)
  const size = Math.min(1, 0.25 / (Math.sqrt(dot(gradient, gradient)) || 1))
  for (let i = 0; i < n; i++) inverse[i * n + i] = size
}

function scale(inverse: Float64Array, n: number, size: number): void {
  inverse.fill(0)
  for (let i = 0; i < n; i++) inverse[i * n + i] = size
}

function update(inverse: Float64Array, n: number, moved: Float64Array, turned: Float64Array, curvature: number): void {
  const product = times(inverse, turned, 1)
  const share = (1 + dot(turned, product) / curvature) / curvature
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++)
      inverse[i * n + j] += share * moved[i] * moved[j] - (product[i] * moved[j] + moved[i] * product[j]) / curvature
}

function times(matrix: Float64Array, x: Float64Array, sign: number): Float64Array {
  const n = x.length
  return x.map((_, i) => {
    let sum = 0
    for (let j = 0; j < n; j++) sum += matrix[i * n + j] * x[j]
    return sign * sum
  })
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i]
  return sum
}

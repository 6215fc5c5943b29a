export interface SimplexOptions {
  /** Size of the first simplex along each axis. */
  steps: readonly number[]
  /** Number of function calls after which the search ends. */
  evaluations: number
  /** The search ends when the values at all corners differ by less than this share. */
  tolerance?: number
}

/**
 * Searches for the place where a function of several variables is smallest, without derivatives. A function with bounds
 * returns Infinity outside of them. The coefficients depend on the number of variables, so that the simplex does not
 * collapse if there are many.
 *
 * Source: Nelder and Mead 1965; coefficients of Gao and Han 2012, "Implementing the Nelder-Mead simplex algorithm with
 * adaptive parameters".
 */
export function nelderMead(
  f: (x: readonly number[]) => number,
  start: readonly number[],
  { steps, evaluations, tolerance = 1e-7 }: SimplexOptions,
): { x: number[]; value: number } {
  const n = start.length
  const [expand, contract, shrink] = n > 1 ? [1 + 2 / n, 0.75 - 1 / (2 * n), 1 - 1 / n] : [2, 0.5, 0.5]
  let left = evaluations
  const corner = (x: number[]) => {
    left--
    const value = f(x)
    return { x, value: Number.isNaN(value) ? Number.POSITIVE_INFINITY : value }
  }
  const moved = (axis: number) => {
    const x = start.slice()
    x[axis] += steps[axis]
    return corner(x)
  }
  const simplex = [corner(start.slice()), ...Array.from(start, (_, axis) => moved(axis))]
  const byValue = (a: { value: number }, b: { value: number }) => a.value - b.value
  simplex.sort(byValue)
  while (left > 0 && simplex[n].value - simplex[0].value > tolerance * (Math.abs(simplex[0].value) + tolerance)) {
    const worst = simplex[n]
    const centre = middleOf(simplex, n)
    // A point on the line through the worst corner (distance -1) and the middle of the other corners (distance 0).
    const along = (distance: number) => corner(centre.map((c, axis) => c + distance * (c - worst.x[axis])))
    const reflected = along(1)
    let next = reflected
    if (reflected.value < simplex[0].value) {
      const expanded = along(expand)
      if (expanded.value < reflected.value) next = expanded
    } else if (reflected.value >= simplex[n - 1].value) {
      next = along(reflected.value < worst.value ? contract : -contract)
      if (next.value >= Math.min(reflected.value, worst.value)) {
        const best = simplex[0].x
        for (let i = 1; i <= n; i++)
          simplex[i] = corner(simplex[i].x.map((v, axis) => best[axis] + shrink * (v - best[axis])))
        simplex.sort(byValue)
        continue
      }
    }
    simplex[n] = next
    simplex.sort(byValue)
  }
  return simplex[0]
}

/** The middle of the first n corners. */
function middleOf(simplex: readonly { x: number[] }[], n: number): number[] {
  const middle = new Array<number>(n).fill(0)
  for (let i = 0; i < n; i++) for (let axis = 0; axis < n; axis++) middle[axis] += simplex[i].x[axis] / n
  return middle
}

/**
 * The place between two bounds where a function of one variable is smallest. The function may have several local
 * minima: a coarse grid finds the lowest one. Golden section search then narrows it down to a millionth.
 *
 * Source: Kiefer 1953, "Sequential minimax search for a maximum".
 */
export function minimise(f: (x: number) => number, low: number, high: number): number {
  const cells = 24
  const at = (i: number): number => low + ((high - low) * i) / cells
  let best = 0
  let smallest = Number.POSITIVE_INFINITY
  for (let i = 0; i <= cells; i++) {
    const value = f(at(i))
    if (value < smallest) [best, smallest] = [i, value]
  }
  const ratio = (Math.sqrt(5) - 1) / 2
  let left = at(Math.max(0, best - 1))
  let right = at(Math.min(cells, best + 1))
  let inner = right - ratio * (right - left)
  let outer = left + ratio * (right - left)
  let [innerValue, outerValue] = [f(inner), f(outer)]
  while (right - left > 1e-6) {
    if (innerValue <= outerValue) {
      right = outer
      ;[outer, outerValue] = [inner, innerValue]
      inner = right - ratio * (right - left)
      innerValue = f(inner)
    } else {
      left = inner
      ;[inner, innerValue] = [outer, outerValue]
      outer = left + ratio * (right - left)
      outerValue = f(outer)
    }
  }
  return (left + right) / 2
}

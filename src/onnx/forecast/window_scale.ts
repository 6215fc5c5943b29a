// Location and scale of windows, as native/training/windows/scaling.cpp computes them: in double precision, from the
// known values of the context.

import type { WindowScaling } from '../../addon/index.ts'
import type { Graph, Name } from '../graph/graph.ts'
import { Numbers } from '../graph/numbers.ts'

/** Location and scale, double `[batch, 1]`. */
export interface Scale {
  readonly location: Name
  readonly scale: Name
}

export interface ScaleCall {
  readonly graph: Graph
  /** Double `[batch, rows]`; NaN where a value is missing. */
  readonly history: Name
  /** Number of rows that are scaled by. */
  readonly context: number
  readonly scaling: WindowScaling
  readonly subtractLevel: boolean
}

const rounding = 1e-14
const farFromZero = 1e4
const normalQuartiles = 1.349
/** The smallest and the largest scale in float32. */
const [least, greatest] = [2 ** -126, 2 ** 128 - 2 ** 104]

export function windowScale(call: ScaleCall): Scale {
  const { graph, scaling, subtractLevel } = call
  const n = new Numbers(graph)
  const values = new Known(n, call)
  const zero = n.multiply(values.count, 0)
  const none = { location: zero, scale: n.add(zero, 1) }
  const standard = () => {
    const mean = values.mean()
    return guarded(n, mean, values.distanceFrom(mean))
  }
  /** One scale where the level would hide the changes in float32, and another elsewhere. */
  const far = (there: () => Scale, elsewhere: Scale): Scale => {
    if (!subtractLevel) return elsewhere
    const mean = values.mean()
    const distance = values.distanceFrom(mean)
    const isFar = n.isLess(n.multiply(n.where(n.isLess(0, distance), distance, 1), farFromZero), n.abs(mean))
    const other = there()
    return {
      location: n.where(isFar, other.location, elsewhere.location),
      scale: n.where(isFar, other.scale, elsewhere.scale),
    }
  }
  const scales: Record<WindowScaling, () => Scale> = {
    none: () => far(() => ({ location: values.mean(), scale: none.scale }), none),
    mean: () => far(standard, guarded(n, zero, values.average(n.abs(values.known)))),
    standard,
    robust: () => values.robust(),
    last: () => {
      const last = values.last()
      return guarded(n, last, values.distanceFrom(last))
    },
  }
  const { location, scale } = scales[scaling]()
  const isKnown = n.isLess(0, values.count)
  return { location: n.where(isKnown, location, 0), scale: n.where(isKnown, scale, 1) }
}

/** A scale that is neither 0 nor infinite. */
function guarded(n: Numbers, location: Name, scale: Name): Scale {
  const level = n.abs(location)
  const varies = n.and(n.isLess(n.multiply(level, rounding), scale), n.isAtLeast(scale, least))
  const ofConstant = n.where(n.isAtLeast(level, least), n.smaller(level, 1), 1)
  return { location, scale: n.where(varies, n.smaller(scale, greatest), ofConstant) }
}

/** The known values of the rows that are scaled by. */
class Known {
  readonly #n: Numbers
  /** The number of rows, int64 `[1]`. */
  readonly #rows: Name
  readonly #isKnown: Name
  readonly #lastRow: Name
  readonly #history: Name
  /** The values, and 0 elsewhere. */
  readonly known: Name
  readonly count: Name

  constructor(n: Numbers, { graph, history, context }: ScaleCall) {
    this.#n = n
    this.#rows = graph.op('Shape', [history], { start: 1, end: 2 })
    this.#history = history
    const rows = graph.cast(this.#rows, 'double')
    const end = graph.op('Squeeze', [rows])
    const places = graph.op('Unsqueeze', [graph.op('Range', [graph.double(0), end, graph.double(1)]), graph.ints([0])])
    const isKnown = n.not(graph.op('IsNaN', [history]))
    this.#lastRow = n.most(n.where(isKnown, places, -1))
    // Without a known value in the context, the same number of rows up to the last known value before it counts.
    const isInContext = n.isAtLeast(this.#lastRow, n.subtract(rows, context))
    const last = n.where(isInContext, n.subtract(rows, 1), this.#lastRow)
    this.#isKnown = n.and(isKnown, n.isAtLeast(places, n.subtract(last, context - 1)))
    this.known = n.where(this.#isKnown, history, 0)
    this.count = n.sum(graph.cast(this.#isKnown, 'double'))
  }

  /** The mean of numbers that are 0 where no value is known. */
  average(terms: Name): Name {
    return this.#n.divide(this.#n.sum(terms), this.#n.larger(this.count, 1))
  }

  /** Differences from one of the values are summed, so that the mean of equal values is exact. */
  mean(): Name {
    const n = this.#n
    const one = this.last()
    return n.add(one, this.average(n.where(this.#isKnown, n.subtract(this.#history, one), 0)))
  }

  /** The root mean square distance. */
  distanceFrom(location: Name): Name {
    const n = this.#n
    const distance = n.where(this.#isKnown, n.subtract(this.#history, location), 0)
    return n.root(this.average(n.multiply(distance, distance)))
  }

  last(): Name {
    const n = this.#n
    const place = n.graph.cast(n.larger(this.#lastRow, 0), 'int64')
    const found = n.graph.op('GatherElements', [this.#history, place], { axis: 1 })
    return n.where(n.isLess(0, this.count), found, 0)
  }

  robust(): Scale {
    const n = this.#n
    const filled = n.where(this.#isKnown, this.#history, Number.MAX_VALUE)
    const [sorted] = n.graph.node('TopK', [filled, this.#rows], { axis: 1, largest: 0, sorted: 1 }, 2)
    const at = (place: Name) =>
      n.graph.op('GatherElements', [sorted, n.graph.cast(n.larger(place, 0), 'int64')], { axis: 1 })
    const end = n.subtract(this.count, 1)
    const quantile = (q: number) => {
      const place = n.multiply(end, q)
      const whole = n.floor(place)
      const [below, above] = [at(whole), at(n.smaller(n.add(whole, 1), end))]
      return n.add(below, n.multiply(n.subtract(place, whole), n.subtract(above, below)))
    }
    const median = quantile(0.5)
    const spread = n.subtract(quantile(0.75), quantile(0.25))
    const varies = n.isLess(n.multiply(n.abs(median), rounding), spread)
    // The quartiles are equal if at least half of the values are.
    const size = n.where(varies, n.divide(spread, normalQuartiles), this.distanceFrom(median))
    return guarded(n, median, size)
  }
}

import type { Graph, Name } from '../graph/graph.ts'
import { Numbers } from '../graph/numbers.ts'
import type { Scale } from './window_scale.ts'

/** The end of a dimension of any size. */
const toEnd = 2 ** 31 - 1

interface Rows {
  readonly from: number
  readonly to: number
}

/** Rows of the target, as a network reads them: scaled, 0 where a value is missing, and with a mask. */
export class TargetRows {
  readonly #graph: Graph
  readonly #place: (rows: Rows) => readonly [start: number, end: number]
  readonly #scaled: Name
  readonly #plain: Name
  readonly #mask: Name

  /**
   * @param values - double `[batch, rows]`; NaN where a value is missing
   * @param place - the columns of `values` that hold rows
   */
  constructor(graph: Graph, values: Name, scale: Scale, place: (rows: Rows) => readonly [number, number]) {
    const n = new Numbers(graph)
    const isKnown = n.not(graph.op('IsNaN', [values]))
    const scaled = n.divide(n.subtract(values, scale.location), scale.scale)
    this.#graph = graph
    this.#place = place
    this.#scaled = graph.cast(n.where(isKnown, scaled, 0), 'float')
    this.#plain = graph.cast(n.where(isKnown, values, 0), 'float')
    this.#mask = graph.cast(isKnown, 'float')
  }

  values(rows: Rows, isScaled: boolean): Name {
    return this.#cut(isScaled ? this.#scaled : this.#plain, rows)
  }

  mask(rows: Rows): Name {
    return this.#cut(this.#mask, rows)
  }

  #cut(from: Name, rows: Rows): Name {
    const graph = this.#graph
    const [start, end] = this.#place(rows)
    return graph.op('Slice', [from, graph.ints([start]), graph.ints([end])].concat(graph.ints([1])))
  }
}

/** The columns of rows in a history that ends before the first row that is forecast. */
export const inHistory = ({ from, to }: Rows): readonly [number, number] => [from, to === 0 ? toEnd : to]

/**
 * The columns of a lag in values that begin `longest` rows before the first step and end one row before the last one.
 *
 * @param context - number of steps before the first row that is forecast, where the rows of lag 0 begin
 */
export const atLag =
  (context: number, longest: number) =>
  ({ from }: Rows): readonly [number, number] => {
    const lag = -context - from
    return [longest - lag, lag === 1 ? toEnd : 1 - lag]
  }

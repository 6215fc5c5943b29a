import type { Dim, Spec } from '../../addon/index.ts'
import { GatecastError } from '../../base/error.ts'
import type { Graph, Name } from '../graph/graph.ts'

type Symbol = 'batch' | 'time'

/** A size as a factor of a symbol: `3*batch` is 3 and `batch`; 12 is 12 and `null`. */
function partsOf(dim: Dim): { factor: number; symbol: Symbol | null } {
  if (typeof dim === 'number') return { factor: dim, symbol: null }
  const [factor, symbol] = dim.includes('*') ? dim.split('*') : ['1', dim]
  return { factor: Number(factor), symbol: symbol as Symbol }
}

/** The sizes of a graph that differ from call to call, read from the shapes of its inputs. */
export class Sizes {
  readonly #graph: Graph
  readonly #known = new Map<Dim, Name>()
  readonly #inputs: { readonly name: Name; readonly spec: Spec }[] = []

  constructor(graph: Graph) {
    this.#graph = graph
  }

  /** Adds an input whose shape tells sizes. */
  add(name: Name, spec: Spec): void {
    this.#inputs.push({ name, spec })
  }

  /** A size as int64 `[1]`. */
  of(dim: Dim): Name {
    const known = this.#known.get(dim)
    if (known !== undefined) return known
    const found = this.#find(dim)
    this.#known.set(dim, found)
    return found
  }

  /** A shape as int64 `[rank]`. `isOneUnknown` allows -1 for a single size that is not fixed. */
  shape(shape: readonly Dim[]): Name {
    const open = shape.filter((size) => typeof size !== 'number')
    if (open.length <= 1) return this.#graph.ints(shape.map((size) => (typeof size === 'number' ? size : -1)))
    return this.vector(shape)
  }

  /** Sizes as int64 `[count]`, without -1. */
  vector(sizes: readonly Dim[]): Name {
    if (sizes.every((size) => typeof size === 'number')) return this.#graph.ints(sizes)
    return this.#graph.op(
      'Concat',
      sizes.map((size) => this.of(size)),
      { axis: 0 },
    )
  }

  /** The numbers 0, 1, .. of a dimension, int64. */
  steps(dim: Dim): Name {
    if (typeof dim === 'number') return this.#graph.ints(Array.from({ length: dim }, (_, i) => i))
    const end = this.#graph.op('Squeeze', [this.of(dim)])
    return this.#graph.op('Range', [this.#graph.ints([0], []), end, this.#graph.ints([1], [])])
  }

  #find(dim: Dim): Name {
    const graph = this.#graph
    const { factor, symbol } = partsOf(dim)
    if (symbol === null) return graph.ints([factor])
    for (const { name, spec } of this.#inputs) {
      const axis = spec.shape.findIndex((size) => partsOf(size).symbol === symbol)
      if (axis < 0) continue
      const size = graph.op('Shape', [name], { start: axis, end: axis + 1 })
      const own = partsOf(spec.shape[axis]).factor
      if (own === factor) return size
      const one = own === 1 ? size : graph.op('Div', [size, graph.ints([own])])
      return factor === 1 ? one : graph.op('Mul', [one, graph.ints([factor])])
    }
    throw new GatecastError(
      'ERR_PROGRAM',
      `toOnnx: Expected an input with the dimension ${symbol}, got none that the outputs depend on`,
    )
  }
}

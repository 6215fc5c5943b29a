import { pacer } from '../../../base/resources/turns.ts'
import { countSequences, type Encoded } from '../data/encoded.ts'

/**
 * How often each run of symbols occurs, as a tree: the child of a node by a symbol is the run that is one symbol longer.
 * Node 0 is the empty run. A node comes after its parent and after the run without its first symbol.
 */
export interface CountTree {
  /** Number of symbols that are predicted. The start of a sequence has this number as a symbol. */
  readonly size: number
  /** Symbols in the longest run. */
  readonly order: number
  readonly parents: Int32Array
  readonly symbols: Int32Array
  /** How often the last symbol of the run followed the others. */
  readonly counts: Int32Array
}

/**
 * Counts all runs of up to `order` symbols. A run may begin with the start of a sequence, and never crosses it.
 *
 * @param size - number of symbols that are predicted
 */
export async function countRuns(
  { ids, offsets }: Encoded,
  { size, order }: { size: number; order: number },
  signal?: AbortSignal,
): Promise<CountTree> {
  const tree = new GrowingTree()
  const pace = pacer(signal)
  const start = tree.child(0, size)
  // contexts[k]: the last k symbols. Shorter runs come first, so that a run finds the run without its first symbol.
  const contexts = new Int32Array(order)
  for (let sequence = 0; sequence < countSequences({ ids, offsets }); sequence++) {
    let known = Math.min(order, 2)
    contexts[1] = start
    for (let i = offsets[sequence]; i < offsets[sequence + 1]; i++) {
      let previous = 0
      for (let k = 0; k < known; k++) {
        const node = tree.child(contexts[k], ids[i])
        tree.counts[node]++
        contexts[k] = previous
        previous = node
      }
      if (known < order) contexts[known++] = previous
      if ((i & 511) === 0) await pace()
    }
    contexts[0] = 0
  }
  return { size, order, ...tree.values() }
}

/** Children are found by open addressing: a table of nodes by a hash of parent and symbol. */
class GrowingTree {
  counts = new Int32Array(1024)
  #parents = new Int32Array(1024)
  #symbols = new Int32Array(1024)
  #table = new Int32Array(4096)
  #length = 1

  child(parent: number, symbol: number): number {
    let place = this.#placeOf(parent, symbol)
    for (; this.#table[place] !== 0; place = (place + 1) & (this.#table.length - 1)) {
      const node = this.#table[place]
      if (this.#parents[node] === parent && this.#symbols[node] === symbol) return node
    }
    const node = this.#length++
    this.#table[place] = node
    this.#parents[node] = parent
    this.#symbols[node] = symbol
    if (this.#length === this.counts.length) this.#grow()
    return node
  }

  values() {
    const [parents, symbols, counts] = [this.#parents, this.#symbols, this.counts].map((array) =>
      array.slice(0, this.#length),
    )
    return { parents, symbols, counts }
  }

  #placeOf(parent: number, symbol: number): number {
    const mixed = Math.imul(parent, 0x9e3779b1) ^ Math.imul(symbol + 1, 0x85ebca6b)
    return (mixed ^ (mixed >>> 15)) & (this.#table.length - 1)
  }

  #grow(): void {
    const larger = (array: Int32Array) => {
      const copy = new Int32Array(2 * array.length)
      copy.set(array)
      return copy
    }
    this.counts = larger(this.counts)
    this.#parents = larger(this.#parents)
    this.#symbols = larger(this.#symbols)
    this.#table = new Int32Array(2 * this.#table.length)
    for (let node = 1; node < this.#length; node++) {
      let place = this.#placeOf(this.#parents[node], this.#symbols[node])
      while (this.#table[place] !== 0) place = (place + 1) & (this.#table.length - 1)
      this.#table[place] = node
    }
  }
}

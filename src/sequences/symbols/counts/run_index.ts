import { pacer } from '../../../base/resources/turns.ts'
import type { CountTree } from './count_tree.ts'

/** A tree of runs, with the children of a node side by side, by rising symbol. */
export interface RunIndex {
  readonly tree: CountTree
  /** Number of symbols of each run. */
  readonly depths: Uint8Array
  /** Children of node n: `children[firsts[n]]` to before `children[firsts[n + 1]]`. */
  readonly firsts: Int32Array
  readonly children: Int32Array
}

export async function indexRuns(tree: CountTree, signal?: AbortSignal): Promise<RunIndex> {
  const { parents, symbols, size } = tree
  const count = parents.length
  const pace = pacer(signal)
  const rest = async (i: number) => {
    if ((i & 16383) === 0) await pace()
  }
  const depths = new Uint8Array(count)
  const bySymbol = new Int32Array(size + 2)
  const firsts = new Int32Array(count + 1)
  for (let node = 1; node < count; node++) {
    depths[node] = depths[parents[node]] + 1
    bySymbol[symbols[node] + 1]++
    firsts[parents[node] + 1]++
    if ((node & 16383) === 0) await rest(node)
  }
  // Sorted by symbol first, then by parent: the second sort keeps the order of the first.
  for (let symbol = 0; symbol <= size; symbol++) bySymbol[symbol + 1] += bySymbol[symbol]
  for (let node = 0; node < count; node++) firsts[node + 1] += firsts[node]
  const sorted = new Int32Array(count - 1)
  for (let node = 1; node < count; node++) {
    sorted[bySymbol[symbols[node]]++] = node
    if ((node & 16383) === 0) await rest(node)
  }
  const next = firsts.slice()
  const children = new Int32Array(count - 1)
  for (let i = 0; i < sorted.length; i++) {
    children[next[parents[sorted[i]]]++] = sorted[i]
    if ((i & 16383) === 0) await rest(i)
  }
  return { tree, depths, firsts, children }
}

/** The child of a node by a symbol, or 0 if the run does not occur. */
export function childOf({ tree, firsts, children }: RunIndex, node: number, symbol: number): number {
  let [low, high] = [firsts[node], firsts[node + 1]]
  while (low < high) {
    const middle = (low + high) >> 1
    if (tree.symbols[children[middle]] < symbol) low = middle + 1
    else high = middle
  }
  const found = low < firsts[node + 1] ? children[low] : 0
  return found !== 0 && tree.symbols[found] === symbol ? found : 0
}

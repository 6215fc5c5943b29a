//   p(w | h) = (c(h w) + a) / (c(h) + a V),  V symbols, h the last `order - 1` symbols, or all from the start
//
// Source: Jurafsky and Martin, Speech and Language Processing, 3rd ed., section 3.6 (add-k smoothing).

import { childOf, type RunIndex } from './run_index.ts'
import type { Smoothing } from './smoothing.ts'

/** @param context - the number of symbols that a prediction depends on */
export function additive(index: RunIndex, context: number, smoothing: number): Smoothing {
  const { tree, firsts, children } = index
  const { size, counts, parents } = tree
  const totals = new Float64Array(counts.length)
  for (let node = 1; node < counts.length; node++) totals[parents[node]] += counts[node]
  // After a context that never occurs, all symbols are equally likely. Less than `context` symbols are known only near
  // the start, where the longest known run begins with the start.
  const wholeContext = (contexts: ArrayLike<number>): number => {
    const length = Math.min(contexts.length - 1, context)
    return length === 0 ? 0 : contexts[length] || -1
  }
  const isKnown = (node: number) => node >= 0 && totals[node] > 0
  return {
    probability(contexts, symbol) {
      const node = wholeContext(contexts)
      if (!isKnown(node)) return 1 / size
      const child = childOf(index, node, symbol)
      return ((child === 0 ? 0 : counts[child]) + smoothing) / (totals[node] + smoothing * size)
    },
    distribution(contexts) {
      const node = wholeContext(contexts)
      if (!isKnown(node)) return new Float64Array(size).fill(1 / size)
      const whole = totals[node] + smoothing * size
      const probabilities = new Float64Array(size).fill(smoothing / whole)
      for (let i = firsts[node]; i < firsts[node + 1]; i++) {
        const child = children[i]
        if (tree.symbols[child] < size) probabilities[tree.symbols[child]] += counts[child] / whole
      }
      return probabilities
    },
  }
}

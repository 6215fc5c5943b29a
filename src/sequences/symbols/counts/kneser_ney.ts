// Interpolated modified Kneser-Ney smoothing:
//
//   p(w | h) = (a(h w) - D(a(h w)) + (D1 N1(h) + D2 N2(h) + D3 N3(h)) p(w | h')) / a(h)
//
// h' is h without its first symbol; below the empty context, p is 1 / V. a is the count for the longest runs and for runs
// from the start of a sequence. For other runs it is the number of different symbols before them, the start included.
// a(h) is the sum of a(h w) over w, and Ni(h) the number of w with a(h w) = i (3: 3 or more).
//
// Source: Chen and Goodman 1999, "An empirical study of smoothing techniques for language modeling", section 3.

import { pacer } from '../../../base/resources/turns.ts'
import { type Discounts, discountsOf } from './discounts.ts'
import { childOf, type RunIndex } from './run_index.ts'
import type { Smoothing } from './smoothing.ts'

export async function kneserNey(index: RunIndex, signal?: AbortSignal): Promise<Smoothing> {
  const adjusted = await adjustedCounts(index, signal)
  const discounts = await discountsByLength(index, adjusted, signal)
  const { totals, freed } = await sumsOfContexts(index, adjusted, discounts, signal)
  const { tree, depths, firsts, children } = index
  const { size, symbols } = tree
  const discounted = (node: number): number => {
    const count = adjusted[node]
    return count === 0 ? 0 : count - discounts[depths[node]][Math.min(count, 3) - 1]
  }
  const isKnown = (contexts: ArrayLike<number>, length: number) =>
    (length === 0 || contexts[length] !== 0) && totals[contexts[length]] > 0
  return {
    probability(contexts, symbol) {
      let probability = 1 / size
      for (let length = 0; length < contexts.length && isKnown(contexts, length); length++) {
        const context = contexts[length]
        const child = childOf(index, context, symbol)
        const own = child === 0 ? 0 : discounted(child)
        probability = (own + freed[context] * probability) / totals[context]
      }
      return probability
    },
    distribution(contexts) {
      const probabilities = new Float64Array(size).fill(1 / size)
      for (let length = 0; length < contexts.length && isKnown(contexts, length); length++) {
        const context = contexts[length]
        for (let symbol = 0; symbol < size; symbol++) probabilities[symbol] *= freed[context] / totals[context]
        for (let i = firsts[context]; i < firsts[context + 1]; i++)
          if (symbols[children[i]] < size)
            probabilities[symbols[children[i]]] += discounted(children[i]) / totals[context]
      }
      return probabilities
    },
  }
}

/** The counts `a` of all runs. */
async function adjustedCounts(index: RunIndex, signal?: AbortSignal): Promise<Int32Array> {
  const { tree, depths } = index
  const { parents, symbols, counts, size, order } = tree
  const pace = pacer(signal)
  // shorter[n]: the run n without its first symbol. It comes before n, as does that of the parent of n.
  const shorter = new Int32Array(parents.length)
  const fromStart = new Uint8Array(parents.length)
  const adjusted = new Int32Array(parents.length)
  for (let node = 1; node < parents.length; node++) {
    const isSymbol = parents[node] === 0
    shorter[node] = isSymbol ? 0 : childOf(index, shorter[parents[node]], symbols[node])
    fromStart[node] = isSymbol ? Number(symbols[node] === size) : fromStart[parents[node]]
    if (fromStart[node] || depths[node] === order) adjusted[node] = counts[node]
    if (!isSymbol && depths[shorter[node]] < order && !fromStart[shorter[node]]) adjusted[shorter[node]]++
    if ((node & 2047) === 0) await pace()
  }
  return adjusted
}

/** The discounts for runs of 1, 2, ... symbols; the first entry is not used. */
async function discountsByLength(
  { tree, depths }: RunIndex,
  adjusted: Int32Array,
  signal?: AbortSignal,
): Promise<Discounts[]> {
  const pace = pacer(signal)
  const times = Array.from({ length: tree.order + 1 }, () => new Float64Array(6))
  for (let node = 1; node < adjusted.length; node++) {
    times[depths[node]][Math.min(adjusted[node], 5)]++
    if ((node & 16383) === 0) await pace()
  }
  return times.map(discountsOf)
}

/** For each context h: a(h), and the sum of what the discounts take off. */
async function sumsOfContexts(
  { tree, depths }: RunIndex,
  adjusted: Int32Array,
  discounts: readonly Discounts[],
  signal?: AbortSignal,
): Promise<{ totals: Float64Array; freed: Float64Array }> {
  const pace = pacer(signal)
  const totals = new Float64Array(adjusted.length)
  const freed = new Float64Array(adjusted.length)
  for (let node = 1; node < adjusted.length; node++) {
    const parent = tree.parents[node]
    totals[parent] += adjusted[node]
    if (adjusted[node] > 0) freed[parent] += discounts[depths[node]][Math.min(adjusted[node], 3) - 1]
    if ((node & 16383) === 0) await pace()
  }
  return { totals, freed }
}

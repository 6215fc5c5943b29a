// A conformal p-value: of n held-out sequences and the new one, all equally likely to have any rank, the share that is as
// unlikely as the new one:
//
//   share = (1 + #{i: s_i >= s}) / (n + 1),  s the bits per symbol
//
// Source: Vovk, Gammerman and Shafer 2005, "Algorithmic Learning in a Random World", chapter 2.

import { GatecastError } from '../../base/error.ts'
import { countSequences, type Encoded } from './data/encoded.ts'

/** Bits per symbol of each sequence, from the log probabilities of its symbols. */
export function bitsOfSequences(data: Encoded, logs: Float64Array): Float64Array {
  return Float64Array.from({ length: countSequences(data) }, (_, sequence) => {
    const [from, to] = [data.offsets[sequence], data.offsets[sequence + 1]]
    return bitsPerSymbol(logs.subarray(from, to))
  })
}

export const bitsPerSymbol = (logs: Float64Array): number => -sumOf(logs) / Math.LN2 / logs.length

export function sumOf(values: Float64Array): number {
  let sum = 0
  for (const value of values) sum += value
  return sum
}

/** @param scores - bits per symbol of the held-out sequences, rising */
export function shareAsUnlikely(scores: Float64Array, score: number): number {
  let [low, high] = [0, scores.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (scores[middle] < score) low = middle + 1
    else high = middle
  }
  return (1 + scores.length - low) / (scores.length + 1)
}

/**
 * The bits per symbol that at most a share `falseAlarms` of sequences like the held-out ones exceed.
 *
 * @throws {GatecastError} `ERR_DATA` if there are too few held-out sequences for so small a share
 */
export function thresholdFor(scores: Float64Array, falseAlarms: number): number {
  // The tolerance: (n + 1) (1 - 0.05) may be a little above a whole number.
  const rank = Math.ceil((scores.length + 1) * (1 - falseAlarms) - 1e-9)
  if (rank <= scores.length) return scores[Math.max(0, rank - 1)]
  throw new GatecastError(
    'ERR_DATA',
    `Expected at least ${Math.ceil(1 / falseAlarms - 1e-9) - 1} held-out sequences for a share of false alarms of ${falseAlarms}, ` +
      `got ${scores.length}. Fit on more sequences, raise heldOut of fit, or raise falseAlarms`,
  )
}

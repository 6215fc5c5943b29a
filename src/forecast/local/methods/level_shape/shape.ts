// The shape of a period: its values relative to its level, so that a flat period has the shape 0. The shape of the next
// period is a mix of averages of earlier shapes: of the newest two, of the newest seven, of the newest 28, and of the
// newest four at the same place of the longer season. Ridge regression finds the mix that forecast earlier shapes best;
// a strong penalty leads to equal weights.

import { ridge } from './ridge.ts'

/** One array for each period, with one number for each place of the season. */
export type Periods = readonly Float64Array[]

export interface Mix {
  readonly weights: readonly number[]
  /** The mean squared error of the mix, as a share of that of a flat shape. */
  readonly share: number
}

/** The largest numbers of periods that are averaged: of any, and of those at the same place of the longer season. */
const [newest, equal] = [[2, 7, 28], 4]

/**
 * The averages that suggest a shape.
 *
 * @param end - number of periods that are known
 * @param ahead - which period after the last known one is wanted, from 1
 * @param cycle - periods in the longer season, 1 for none
 */
export function suggestionsFor(shapes: Periods, end: number, ahead: number, cycle: number): Float64Array[] {
  const average = (periods: readonly number[]) => {
    const sum = new Float64Array(shapes[0].length)
    for (const i of periods) for (let j = 0; j < sum.length; j++) sum[j] += shapes[i][j] / periods.length
    return sum
  }
  const found = newest.map((count) => average(Array.from({ length: Math.min(count, end) }, (_, i) => end - 1 - i)))
  if (cycle === 1) return found
  const latest = end - 1 + ahead - cycle * Math.ceil(ahead / cycle)
  const same = Array.from({ length: equal }, (_, i) => latest - i * cycle).filter((i) => i >= 0)
  return [...found, same.length > 0 ? average(same) : found[1]]
}

/** Learns the mix from the periods after `first`, each from the periods before it. */
export function learnMix(shapes: Periods, cycle: number, first: number): Mix {
  const rows: Float64Array[] = []
  const rest: number[] = []
  let flat = 0
  for (let i = first; i < shapes.length; i++) {
    const suggestions = suggestionsFor(shapes, i, 1, cycle)
    for (let j = 0; j < shapes[i].length; j++) {
      const row = Float64Array.from(suggestions, (values) => values[j])
      rows.push(row)
      rest.push(shapes[i][j] - row.reduce((sum, value) => sum + value, 0) / row.length)
      flat += shapes[i][j] ** 2
    }
  }
  const { weights, error } = ridge(rows, Float64Array.from(rest))
  return {
    weights: Array.from(weights, (weight) => weight + 1 / weights.length),
    share: flat > 0 ? (error * rows.length) / flat : 1,
  }
}

/** The shape that a mix of suggestions gives. */
export function mixed(suggestions: readonly Float64Array[], { weights }: Mix): Float64Array {
  return suggestions[0].map((_, j) => weights.reduce((sum, weight, k) => sum + weight * suggestions[k][j], 0))
}

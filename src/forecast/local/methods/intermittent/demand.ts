// Demand that is 0 in most periods: its sizes where it is not 0, and the periods from one demand to the next.
//
// A missing value is left out: it counts neither as a demand nor as a period without one.

import { GatecastError } from '../../../../base/error.ts'
import { observedRows } from '../../method.ts'
import { simpleSmoothing } from '../../numeric/simple_smoothing.ts'

export interface Demand {
  /** The rows of the observed values, and the values. */
  readonly rows: readonly number[]
  readonly values: Float64Array
  /** The values above 0. */
  readonly sizes: Float64Array
  /** For each size, the number of observed periods since the one before; the first counts from the start. */
  readonly intervals: Float64Array
}

/** @throws {GatecastError} `ERR_DATA` for a value below 0 */
export function demandOf(history: Float64Array, kind: string): Demand {
  const rows = observedRows(history)
  const values = Float64Array.from(rows, (row) => history[row])
  const below = values.find((value) => value < 0)
  if (below !== undefined)
    throw new GatecastError(
      'ERR_DATA',
      `Expected values of 0 or more for ${kind}, which forecasts intermittent demand, got ${below}. Use another kind, ` +
        'for example ets or theta',
    )
  const places = Array.from(values.keys()).filter((i) => values[i] > 0)
  return {
    rows,
    values,
    sizes: Float64Array.from(places, (i) => values[i]),
    intervals: Float64Array.from(places, (place, i) => place - (places[i - 1] ?? -1)),
  }
}

/** The smoothing parameters that are searched. Demands are few, and a level that follows each of them is noise. */
const [least, most] = [1e-4, 0.3]

export interface Smoothed {
  readonly alpha: number
  /** The level before each value, and after the last one: one more than there are values. */
  readonly levels: Float64Array
}

/**
 * Simple exponential smoothing. With a given alpha the level starts at the first value, as in the papers. Otherwise alpha
 * and the first level have the least squared error. The level stays within the values.
 */
export function smooth(values: Float64Array, given: number | undefined): Smoothed {
  const [low, high] = [smallest(values), largest(values)]
  // Equal values fit every alpha; the smallest one corrects the least.
  const fixed = given ?? (low === high ? least : undefined)
  const { alpha, fitted } = fixed === undefined ? simpleSmoothing(values, most) : { alpha: fixed, fitted: values }
  const levels = new Float64Array(values.length + 1)
  levels[0] = Math.min(high, Math.max(low, fitted[0]))
  for (let i = 0; i < values.length; i++) levels[i + 1] = levels[i] + alpha * (values[i] - levels[i])
  return { alpha, levels }
}

const smallest = (values: Float64Array): number => values.reduce((found, value) => Math.min(found, value))
const largest = (values: Float64Array): number => values.reduce((found, value) => Math.max(found, value))

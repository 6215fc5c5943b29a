// The weights of training: a column of the panel whose value at a row multiplies the loss of that row as a target.

import { checkText } from '../../../base/check.ts'
import { GatecastError } from '../../../base/error.ts'
import type { Panel } from '../../../series/index.ts'
import type { Cut } from './cut.ts'

/** Sums of so large weights are still finite in float32. */
const largest = 1e30
/** The smallest weight that float32 holds with all its digits; smaller ones count as 0. */
const smallest = 2 ** -126

/** Gives the weight of a row of a series. */
type WeightOf = (series: number, row: number) => number

/** @throws {GatecastError} `ERR_DATA` if the panel has no such column, `ERR_TYPE` if it holds categories */
function readerOf(panel: Panel, name: string): WeightOf {
  const { offsets } = panel
  const steps = [...panel.known, ...panel.observed]
  const column = [...steps, ...panel.static].find((one) => one.name === checkText('weights', name))
  if (!column)
    throw new GatecastError(
      'ERR_DATA',
      `Expected weights to name a column among the covariates ` +
        `${[...steps, ...panel.static].map((one) => `"${one.name}"`).join(', ') || '(the panel has none)'}, got ` +
        `"${name}". Name it among the observed columns (--observed), or among the static ones (--static) for one weight of each series`,
    )
  if (column.kind === 'categorical')
    throw new GatecastError('ERR_TYPE', `Expected numbers in the column "${name}" of weights, got categories`)
  const { values } = column
  return panel.static.some((one) => one === column)
    ? (series) => values[series]
    : (series, row) => values[offsets[series] + row]
}

/**
 * Checks the weights of all known values of the target.
 *
 * @returns whether one of them is above 0
 * @throws {GatecastError} `ERR_DATA`, `ERR_NOT_FINITE`, `ERR_RANGE` naming series and row of a value that is no weight
 */
export function checkWeights(panel: Panel, name: string): boolean {
  const weightOf = readerOf(panel, name)
  let isAny = false
  panel.ids.forEach((id, series) => {
    panel.history(series).forEach((value, row) => {
      if (Number.isNaN(value)) return
      const weight = weightOf(series, row)
      if (!(weight >= 0 && weight <= largest)) throw noWeight(name, weight, row, id)
      isAny ||= weight >= smallest
    })
  })
  return isAny
}

function noWeight(name: string, weight: number, row: number, id: string): GatecastError {
  const at = `in row ${row} of series "${id}"`
  if (Number.isNaN(weight))
    return new GatecastError(
      'ERR_DATA',
      `Expected a weight in column "${name}" for each known value of the target, got none ${at}. Use 0 for a row that ` +
        'is not learned from',
    )
  return new GatecastError(
    Number.isFinite(weight) ? 'ERR_RANGE' : 'ERR_NOT_FINITE',
    `Expected weights from 0 to ${largest} in column "${name}", got ${weight} ${at}`,
  )
}

export const noneCounts = (name: string): GatecastError =>
  new GatecastError(
    'ERR_DATA',
    `Expected a weight above 0 in column "${name}" for at least one known value of the target, got none`,
  )

/**
 * The weights of the rows of a table, NaN for a row that does not count. Without a column every known value counts 1.
 */
export function weightsIn(cut: Cut, name: string | undefined): Float32Array {
  const weightOf = name === undefined ? () => 1 : readerOf(cut.panel, name)
  const weight = (value: number, series: number, row: number) => {
    const own = Number.isNaN(value) ? 0 : weightOf(series, row)
    return own >= smallest ? own : Number.NaN
  }
  return cut.fill(cut.panel.target, new Float32Array(cut.size), weight, Number.NaN)
}

/** The first and the last row that counts, of each series or group; of a series without one, the last is -1. */
export interface Counted {
  readonly first: Float64Array
  readonly last: Float64Array
}

/** @param together - number of series in a sample, which are learned from at the same origins */
export function countedRows(panel: Panel, name: string, together: number): Counted {
  const weightOf = readerOf(panel, name)
  const first = new Float64Array(panel.seriesCount).fill(Number.POSITIVE_INFINITY)
  const last = new Float64Array(panel.seriesCount).fill(-1)
  for (let series = 0; series < panel.seriesCount; series++) {
    const group = series - (series % together)
    panel.history(series).forEach((value, row) => {
      if (Number.isNaN(value) || weightOf(series, row) < smallest) return
      first[group] = Math.min(first[group], row)
      last[group] = Math.max(last[group], row)
    })
  }
  const ofGroup = (rows: Float64Array) => rows.map((_, series) => rows[series - (series % together)])
  return { first: ofGroup(first), last: ofGroup(last) }
}

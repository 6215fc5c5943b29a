import { checkNumber, checkOptions } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { checkNames } from '../../series/check_columns.ts'
import { numeric, numericColumns, type Table } from '../../series/table/table.ts'
import { parseTimes } from '../../series/time/parse/parse_times.ts'

/** The columns that a step works on: those given, by default the target and the numeric covariates. */
export function chosenColumns(table: Table, columns: string | readonly string[] | undefined): string[] {
  const names = columns === undefined ? numericColumns(table) : checkNames('columns', columns)
  for (const name of names) numeric(table, name)
  return names
}

/**
 * The columns that a step works on: those given, by default the target.
 *
 * @param step - name of the step, for messages
 * @throws {GatecastError} `ERR_DATA` if there is neither
 */
export function chosenOrTarget(step: string, table: Table, columns: string | readonly string[] | undefined): string[] {
  if (columns !== undefined || table.roles.target !== undefined)
    return chosenColumns(table, columns ?? table.roles.target)
  throw new GatecastError(
    'ERR_DATA',
    `Expected columns of ${step}, or a target, got neither. Name them: { columns: ["price"] }`,
  )
}

/** The rows that a step learns from. Leave out the rows of a later test, or the step knows some of their future. */
export interface TrainingRows {
  /**
   * Learns from the rows before this time: a `Date`, milliseconds since 1970 UTC, or a text. Default: all rows of the
   * history.
   */
  before?: string | number | Date
  /** Learns from the first rows of every series, as a share of its history from 0 to 1. Default 1. */
  share?: number
}

/** For each series, the row of the table after its last training row. */
export function trainingEnds(table: Table, rows: TrainingRows = {}): Float64Array {
  checkOptions('fitOn', rows, ['before', 'share'])
  const { before, share = 1 } = rows
  checkNumber('share', share, 0, 1)
  const { timeZone } = table
  const limit =
    before === undefined
      ? Number.POSITIVE_INFINITY
      : typeof before === 'number'
        ? before
        : parseTimes([before], { timeZone, column: 'before' })[0]
  return table.lengths.map((length, series) => {
    const start = table.offsets[series]
    let end = start + Math.floor(length * share)
    while (end > start && table.times[end - 1] >= limit) end--
    return end
  })
}

/** The training rows of a column: the id and the values of each series. */
export function* trainingParts(table: Table, name: string, ends: Float64Array): Generator<[id: string, Float64Array]> {
  const values = numeric(table, name)
  for (let series = 0; series < table.ids.length; series++)
    yield [table.ids[series], values.subarray(table.offsets[series], ends[series])]
}

/**
 * The state that a step learned from a series.
 *
 * @throws {GatecastError} `ERR_DATA` if the step has not seen the series
 */
export function stateOf<T>(step: string, states: Readonly<Record<string, T>>, id: string): T {
  if (Object.hasOwn(states, id)) return states[id]
  throw new GatecastError(
    'ERR_DATA',
    `Expected a series that ${step} was fitted on, got "${id}". Fit on it as well, or fit one state for all series: { per: 'panel' }`,
  )
}

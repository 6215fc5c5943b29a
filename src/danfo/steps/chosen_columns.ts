import { checkNumber, checkOptions } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { checkNames } from '../../series/check_columns.ts'
import { numeric, numericColumns, type Table } from '../../series/table/table.ts'
import { parseTimes } from '../../series/time/parse_times.ts'

/** The columns a step works on: those given, else the target and the numeric covariates. */
export function chosenColumns(table: Table, columns: string | readonly string[] | undefined): string[] {
  const names = columns === undefined ? numericColumns(table) : checkNames('columns', columns)
  for (const name of names) numeric(table, name)
  return names
}

/** The columns a step works on: those given, else the target. */
export function chosenOrTarget(step: string, table: Table, columns: string | readonly string[] | undefined): string[] {
  if (columns !== undefined || table.roles.target !== undefined)
    return chosenColumns(table, columns ?? table.roles.target)
  throw new GatecastError(
    'ERR_DATA',
    `Expected columns of ${step}, or a target, got neither. Name them: { columns: ["price"] }`,
  )
}

/** Which rows a step learns from. Learning from rows that are forecast later is knowledge of the future. */
export interface TrainingRows {
  /** Rows before this time. */
  before?: string | number | Date
  /** The first rows of every series, as a share of its history. */
  share?: number
}

/** For each series the end of its training rows, counted in the table. */
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

/** The training rows of a column, series by series. */
export function* trainingParts(table: Table, name: string, ends: Float64Array): Generator<[id: string, Float64Array]> {
  const values = numeric(table, name)
  for (let series = 0; series < table.ids.length; series++)
    yield [table.ids[series], values.subarray(table.offsets[series], ends[series])]
}

/** What was learned of a series. */
export function stateOf<T>(step: string, states: Readonly<Record<string, T>>, id: string): T {
  if (Object.hasOwn(states, id)) return states[id]
  throw new GatecastError(
    'ERR_DATA',
    `Expected a series that ${step} was fitted on, got "${id}". Fit on it as well, or once for all: { per: 'panel' }`,
  )
}

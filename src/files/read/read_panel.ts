import { GatecastError } from '../../base/error.ts'
import { done, type InPieces, inTurns } from '../../base/resources/turns.ts'
import type { Panel } from '../../series/panel/panel.ts'
import { panelInPieces } from '../../series/panel/panel_from_table.ts'
import type { LeftOut } from '../../series/table/future/without_past.ts'
import { sortedTable } from '../../series/table/sorted_table.ts'
import type { Values } from '../../series/table/table.ts'
import type { Connection } from '../duckdb/connection.ts'
import { fileError } from '../duckdb/file_error.ts'
import { type GroupedRows, groupBySeries } from '../duckdb/group_by_series.ts'
import type { Plan } from '../plan/plan_query.ts'
import type { Ids } from '../reading.ts'
import { BadValue, locateBadValue } from './bad_value.ts'
import { checkIds } from './check_ids.ts'
import { columnValues } from './column_values.ts'
import { rowTimes } from './row_times.ts'

/** Options of `Tables.readPanel`. */
export interface ReadPanelOptions {
  /** The series to read: a range of ids, several ranges, or a list of ids. Default: all. */
  ids?: Ids
  /** Called with the rows of the future table that are left out, if there are any. */
  onLeftOut?: (leftOut: LeftOut) => void
  /** Stops the call, which then rejects with an `AbortError`. */
  signal?: AbortSignal
}

/**
 * Reads the rows of a plan, of all series or of some, into a panel.
 *
 * @internal
 */
export async function readPlanned(
  connection: Connection,
  plan: Plan,
  { ids, onLeftOut, signal }: ReadPanelOptions = {},
): Promise<Panel> {
  const rows = await groupBySeries(connection, plan.rows(ids), plan.outputs, signal).catch((cause) => {
    throw fileError(`read ${plan.label}`, cause)
  })
  try {
    return await inTurns(makePanel(rows, plan, ids, onLeftOut), signal)
  } catch (error) {
    if (error instanceof BadValue) throw await locateBadValue(connection, error, plan)
    // Numbers of rows in the message count the rows of the query, which are not those of a file.
    if (error instanceof GatecastError)
      error.message = error.message.replace(/ \(rows? (\d+)(?: and \d+)?\)/, (_, row) =>
        rows.numbers.get('f')?.[row] === 1 ? ` in ${plan.futureLabel}` : '',
      )
    throw error
  }
}

function* makePanel(
  rows: GroupedRows,
  plan: Plan,
  wanted?: Ids,
  onLeftOut?: (leftOut: LeftOut) => void,
): InPieces<Panel> {
  const { roles, frequency, calendar, timeZone, duplicates } = plan
  const ids = checkIds(rows.ids, plan, wanted)
  const seriesOf = new Uint32Array(rows.offsets[ids.length])
  for (let series = 0; series < ids.length; series++)
    seriesOf.fill(series, rows.offsets[series], rows.offsets[series + 1])
  const columns: [string, Values][] = []
  for (const column of plan.columns) columns.push([column.name, yield* columnValues(rows, column, plan)])
  const table = yield* sortedTable({
    roles,
    frequency,
    calendar,
    timeZone,
    duplicates,
    groups: { ids, keys: ids.map((id) => [id]), seriesOf },
    ...(yield* rowTimes(rows, plan, seriesOf)),
    columns: columns.map(([name, values]) => [name, done(values)] as const),
    places: rows.numbers.get('r'),
    planned: plan.hasPlan ? Uint8Array.from(rows.numbers.get('f') ?? [], (flag) => (flag === 1 ? 1 : 0)) : undefined,
    onLeftOut,
    compareTies: tieBreaker(rows, duplicates, columns),
  })
  const read = yield* panelInPieces(table)
  const panel = plan.targets ? read.withTargets(plan.targets) : read
  return plan.holidays === undefined ? panel : panel.withHolidays(plan.holidays)
}

/**
 * The order of rows of the same time. It is the order in the source if the query numbered the rows: for the rules
 * `first` and `last`, and for hours that a clock shows twice. Otherwise rows are ordered by their values: the sum of
 * them must not depend on the order in which they are read, not even in its last bit.
 */
function tieBreaker({ numbers }: GroupedRows, duplicates: Plan['duplicates'], columns: readonly [string, Values][]) {
  const rows = numbers.get('r')
  if (rows) return (a: number, b: number) => rows[a] - rows[b]
  if (duplicates === 'error') return undefined
  return (a: number, b: number): number => {
    for (const [, values] of columns) {
      const order = compareValues(values[a], values[b])
      if (order !== 0) return order
    }
    return 0
  }
}

const isMissing = (value: number | string | null): boolean => value === null || Number.isNaN(value)

/** Missing values come last. */
function compareValues(a: number | string | null, b: number | string | null): number {
  if (isMissing(a) || isMissing(b)) return Number(isMissing(a)) - Number(isMissing(b))
  return (a as number) < (b as number) ? -1 : (a as number) > (b as number) ? 1 : 0
}

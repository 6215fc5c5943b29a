import { GatecastError } from '../../base/error.ts'
import type { Panel } from '../../series/panel/panel.ts'
import { panelFromTable } from '../../series/panel/panel_from_table.ts'
import { tableOf } from '../../series/table/sorted_table.ts'
import type { Values } from '../../series/table/table.ts'
import type { Connection } from '../duckdb/connection.ts'
import { fileError } from '../duckdb/file_error.ts'
import { type Grouped, grouped } from '../duckdb/group_by_series.ts'
import type { Ids } from '../source.ts'
import { BadValue, located } from './bad_value.ts'
import { valuesOf } from './column_values.ts'
import type { Plan } from './plan_query.ts'
import { timesOf } from './row_times.ts'

/** Reads the rows of a plan, of all series or of some, into a panel. */
export async function readPlanned(connection: Connection, plan: Plan, ids?: Ids): Promise<Panel> {
  const found = await grouped(connection, plan.rows(ids), plan.outputs).catch((cause) => {
    throw fileError(`read ${plan.label}`, cause)
  })
  try {
    return panelOf(found, plan, ids)
  } catch (error) {
    if (error instanceof BadValue) throw await located(connection, error, plan)
    // Rows as they are counted here are in no file.
    if (error instanceof GatecastError) error.message = error.message.replace(/ \(rows? [\d and]+\)/, '')
    throw error
  }
}

function panelOf(found: Grouped, plan: Plan, asked?: Ids): Panel {
  const { roles, frequency, timeZone, duplicates } = plan
  const ids = checkIds(found.ids, plan, asked)
  const seriesOf = new Uint32Array(found.offsets[ids.length])
  for (let series = 0; series < ids.length; series++)
    seriesOf.fill(series, found.offsets[series], found.offsets[series + 1])
  const columns = plan.columns.map((column): [string, Values] => [column.name, valuesOf(found, column, plan)])
  const table = tableOf({
    roles,
    frequency,
    timeZone,
    duplicates,
    groups: { ids, keys: ids.map((id) => [id]), seriesOf },
    ...timesOf(found, plan),
    columns,
    compareTies: tieBreaker(found, duplicates, columns),
  })
  return panelFromTable(table)
}

const shownIds = (ids: Ids): string =>
  [ids]
    .flat()
    .map((one) => (typeof one === 'object' ? `from "${one.from}" to "${one.to}"` : one))
    .join(', ')

/** Refuses rows without a series, and nothing at all. */
export function checkIds(ids: readonly (string | null)[], plan: Plan, asked?: Ids): string[] {
  const nameless = ids.findIndex((id) => id === null || id === '')
  const names = plan.roles.series.join('", "')
  if (nameless >= 0)
    throw new GatecastError(
      'ERR_DATA',
      `Expected the name of a series in column "${names}", got rows without one in ${plan.label}. Drop them or name them`,
    )
  if (ids.length) return ids as string[]
  const which = asked ? ` with ids ${shownIds(asked)}` : ''
  throw new GatecastError('ERR_DATA', `Expected at least one row${which} in ${plan.label}, got none`)
}

/**
 * The order of rows of the same time: that of the source where first and last are told apart, or where one of them is
 * of an hour that came twice; else of their values, so that a sum does not depend on the order of the rows in its last bit.
 */
function tieBreaker({ numbers }: Grouped, duplicates: Plan['duplicates'], columns: readonly [string, Values][]) {
  const rows = numbers.get('r')
  if (rows) return (a: number, b: number) => rows[a] - rows[b]
  if (duplicates === 'error') return undefined
  return (a: number, b: number): number => {
    for (const [, values] of columns) {
      const order = compare(values[a], values[b])
      if (order !== 0) return order
    }
    return 0
  }
}

const rankOf = (value: number | string | null) => (value === null || Number.isNaN(value) ? 1 : 0)

function compare(a: number | string | null, b: number | string | null): number {
  if (rankOf(a) || rankOf(b)) return rankOf(a) - rankOf(b)
  return (a as number) < (b as number) ? -1 : (a as number) > (b as number) ? 1 : 0
}

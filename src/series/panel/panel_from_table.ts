import { firstInfinite } from '../../base/check.ts'
import { defined } from '../../base/defined.ts'
import { GatecastError } from '../../base/error.ts'
import { atOnce, type InPieces } from '../../base/resources/turns.ts'
import { categoriesOf } from '../calendar/recipes.ts'
import { regulariseInPieces } from '../regular/regularise.ts'
import { withoutPlanGaps } from '../table/future/plan_gaps.ts'
import { column, rowCount, type Table } from '../table/table.ts'
import { formatTime } from '../time/format_time.ts'
import { encodeColumn } from './encode_column.ts'
import { Panel } from './panel.ts'
import type { Column, StaticColumn } from './panel_parts.ts'

/**
 * Makes a panel of a table. Rows that are not regular yet are made regular.
 *
 * @throws {GatecastError} `ERR_DATA` if the table has no target or fewer than two rows; `ERR_NOT_FINITE` for an
 * infinite value, with column and time
 */
export const panelFromTable = (table: Table): Panel => atOnce(panelInPieces(table))

/** {@link panelFromTable} in pieces. */
export function* panelInPieces(table: Table): InPieces<Panel> {
  const { target, known, observed, static: fixed, series, time } = table.roles
  if (target === undefined)
    throw new GatecastError('ERR_DATA', 'Expected a target, the column to forecast, got none. Name it: { target: "y" }')
  if (rowCount(table) < 2)
    throw new GatecastError('ERR_DATA', 'Expected at least two rows of history, got one. Add earlier rows')
  const regular = withoutPlanGaps(yield* regulariseInPieces(table))
  yield
  const columns = new Map<string, Column>()
  for (const name of [target, ...known, ...observed]) {
    columns.set(name, panelColumn(regular, name))
    yield
  }
  const made = (name: string): Column => columns.get(name) as Column
  return new Panel({
    frequency: regular.frequency as Panel['frequency'],
    timeZone: regular.timeZone,
    ids: regular.ids,
    offsets: regular.offsets,
    lengths: regular.lengths,
    starts: Float64Array.from(regular.ids, (_, index) => regular.times[regular.offsets[index]]),
    target: made(target),
    known: known.map(made),
    observed: observed.map(made),
    static: fixed.map((name) => staticColumn(regular, name)),
    names: { series: series.join('/') || 'series', time: time ?? 'time' },
  })
}

function panelColumn(table: Table, name: string): Column {
  const recipe = table.recipes.get(name)
  const values = column(table, name)
  const made = { ...encodeColumn(name, values, recipe && categoriesOf(recipe)), ...defined({ recipe }) }
  const infinite = firstInfinite(made.values)
  if (infinite < 0) return made
  const time = formatTime(table.times[infinite], table.timeZone, table.frequency)
  throw new GatecastError(
    'ERR_NOT_FINITE',
    `Expected finite numbers in column "${name}", got ${made.values[infinite]} at ${time} (row ${infinite})`,
  )
}

function staticColumn(table: Table, name: string): StaticColumn {
  const { values, ...rest } = panelColumn(table, name)
  const perSeries = Float64Array.from(table.ids, (id, series) => {
    let value = Number.NaN
    for (let row = table.offsets[series]; row < table.offsets[series + 1]; row++) {
      if (Number.isNaN(values[row]) || values[row] === value) continue
      if (Number.isNaN(value)) value = values[row]
      else throw changingStatic(table, name, id, row)
    }
    return value
  })
  return { ...rest, values: perSeries }
}

const changingStatic = (table: Table, name: string, id: string, row: number) =>
  new GatecastError(
    'ERR_DATA',
    `Expected one value of static column "${name}" in series "${id}", got another from ` +
      `${formatTime(table.times[row], table.timeZone, table.frequency)} on. Name the column under known or observed`,
  )

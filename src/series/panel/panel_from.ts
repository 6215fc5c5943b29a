import { shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { checkNames } from '../check_columns.ts'
import { type Columns, isDataFrame } from '../data_frame.ts'
import { readTable } from '../table/read_table.ts'
import type { PanelOptions } from '../table/table_options.ts'
import type { Panel } from './panel.ts'
import { panelFromTable } from './panel_from_table.ts'

/** Options of a panel with one target, or with several: {@link Panel.withTargets}. */
export type TargetOptions =
  | (PanelOptions & { targets?: undefined })
  | (Omit<PanelOptions, 'target'> & {
      target?: undefined
      /** The columns to forecast: each becomes a series of its own. */
      targets: readonly string[]
    })

/**
 * Makes a panel from columns.
 *
 * @param columns - arrays or typed arrays of equal length, by name
 * @param options - the roles of the columns, how their values are read, and `future`: columns of rows after the history,
 * as for {@link panelFromRows}
 * @throws {GatecastError} `ERR_DATA`, `ERR_TYPE`, `ERR_NOT_FINITE` with column, row and value; `ERR_RANGE` for an
 * option
 * @example
 * const panel = panelFromColumns({ shop, date, sales }, { series: 'shop', time: 'date', target: 'sales', frequency: '1d' })
 */
export function panelFromColumns(columns: Columns, options: TargetOptions & { future?: Columns }): Panel {
  const { future, ...rest } = options ?? {}
  return makePanel('panelFromColumns', checkColumns(columns), rest, future && checkColumns(future))
}

function checkColumns(columns: Columns): Columns {
  if (typeof columns !== 'object' || columns === null || Array.isArray(columns) || isDataFrame(columns))
    throw new GatecastError('ERR_TYPE', `Expected columns as an object of arrays, got ${shownGiven(columns)}`)
  for (const [name, values] of Object.entries(columns))
    if (!Array.isArray(values) && !ArrayBuffer.isView(values))
      throw new GatecastError('ERR_TYPE', `Expected column "${name}" to be an array, got ${shown(values)}`)
  return columns
}

function makePanel(where: string, columns: Columns, options: TargetOptions, future: Columns | undefined): Panel {
  const { targets, ...rest } = options
  if (targets === undefined) return panelFromTable(readTable(where, { columns, future }, rest, false))
  if (rest.target !== undefined)
    throw new GatecastError('ERR_RANGE', `Expected target or targets, got both. Add "${rest.target}" to targets`)
  const [target, ...others] = checkNames('targets', targets)
  const observed = [...(rest.observed === undefined ? [] : checkNames('observed', rest.observed)), ...others]
  const table = readTable(where, { columns, future }, { ...rest, target, observed }, false)
  return panelFromTable(table).withTargets(targets)
}

/**
 * Makes a panel from objects, one for each row. A key that an object lacks is a missing value.
 *
 * `future` gives rows after the history with the known covariates. These rows are never history. A row that is not after
 * the history of its series, and a series without history, are left out. Without `future`, the rows after the last value
 * of target and observed covariates are future rows, if one of them has a known covariate.
 *
 * @param rows - objects whose keys are the names of columns
 * @param options - the roles of the columns, how their values are read, and `future`
 * @throws {GatecastError} as {@link panelFromColumns}
 * @example
 * const panel = panelFromRows([{ date: '2024-01-01', sales: 3 }, { date: '2024-01-02', sales: 5 }], { time: 'date', target: 'sales' })
 */
export function panelFromRows(
  rows: readonly Record<string, unknown>[],
  options: TargetOptions & { future?: readonly Record<string, unknown>[] },
): Panel {
  const { future, ...rest } = options ?? {}
  return makePanel('panelFromRows', columnsOfRows(rows), rest, future && columnsOfRows(future))
}

const shownGiven = (value: unknown): string =>
  isDataFrame(value) ? 'a DataFrame. Use prepare(frame, ...).toPanel() of gatecast/danfo' : shown(value)

const remedy =
  ". Write rows as [{ date: '2024-01-01', sales: 3 }, ...], or give an object of arrays to panelFromColumns()"

function columnsOfRows(rows: readonly Record<string, unknown>[]): Columns {
  if (!Array.isArray(rows))
    throw new GatecastError(
      'ERR_TYPE',
      `Expected rows as an array of objects, got ${shownGiven(rows)}${isDataFrame(rows) ? '' : remedy}`,
    )
  // A Map, as a column may have a name that every object has, for example `constructor`.
  const columns = new Map<string, unknown[]>()
  rows.forEach((row, index) => {
    if (typeof row !== 'object' || row === null || Array.isArray(row))
      throw new GatecastError('ERR_TYPE', `Expected an object for each row, got ${shown(row)} (row ${index})${remedy}`)
    for (const name of Object.keys(row)) {
      const values = columns.get(name) ?? new Array(rows.length)
      values[index] = row[name]
      columns.set(name, values)
    }
  })
  return Object.fromEntries(columns)
}

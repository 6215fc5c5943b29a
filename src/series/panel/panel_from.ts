import { shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { atOnce, done, eachPiece, type InPieces, inTurns } from '../../base/resources/turns.ts'
import type { Columns } from '../../frames/columns.ts'
import { columnsInPieces, isDataFrame } from '../../frames/frame.ts'
import type { Frame } from '../../frames/frame_types.ts'
import type { NamedHolidays } from '../calendar/holiday_values.ts'
import { checkNames } from '../check_columns.ts'
import { readTable } from '../table/read_table.ts'
import type { PanelOptions } from '../table/table_options.ts'
import type { Panel } from './panel.ts'
import { panelFromSeriesInPieces, type SeriesInput, type SeriesOptions } from './panel_from_series.ts'
import { panelInPieces } from './panel_from_table.ts'

/** Options of a panel with one target, or with several: {@link Panel.withTargets}. */
export type TargetOptions = (
  | (PanelOptions & { targets?: undefined })
  | (Omit<PanelOptions, 'target'> & {
      target?: undefined
      /** The columns to forecast: each becomes a series of its own. */
      targets: readonly string[]
    })
) & {
  /** Holidays, which become the known covariate `holiday`, as by {@link Panel.withHolidays}: dates, or a place: `DE-BY`. */
  holidays?: NamedHolidays
}

/**
 * Makes a panel from columns.
 *
 * @param columns - arrays or typed arrays of equal length, by name
 * @param options - the roles of the columns, how their values are read, and `future`: columns of rows after the history,
 * as for {@link panelFromRows}
 * @returns the panel. The call reads about 5,000 rows in a millisecond and nothing else runs meanwhile: in a server, read
 * more than 100,000 rows by {@link panelFrom}
 * @throws {GatecastError} `ERR_DATA`, `ERR_TYPE`, `ERR_NOT_FINITE` with column, row and value; `ERR_RANGE` for an
 * option
 * @example
 * const panel = panelFromColumns({ shop, date, sales }, { series: 'shop', time: 'date', target: 'sales', frequency: '1d' })
 */
export function panelFromColumns(columns: Columns, options: TargetOptions & { future?: Columns }): Panel {
  const { future, ...rest } = options ?? {}
  return atOnce(makePanel('panelFromColumns', checkColumns(columns), rest, future && checkColumns(future)))
}

function checkColumns(columns: Columns): Columns {
  if (typeof columns !== 'object' || columns === null || Array.isArray(columns) || isDataFrame(columns))
    throw new GatecastError('ERR_TYPE', `Expected columns as an object of arrays, got ${shownGiven(columns)}`)
  for (const [name, values] of Object.entries(columns))
    if (!Array.isArray(values) && !ArrayBuffer.isView(values))
      throw new GatecastError('ERR_TYPE', `Expected column "${name}" to be an array, got ${shown(values)}`)
  return columns
}

function* makePanel(
  where: string,
  columns: Columns,
  options: TargetOptions,
  future: Columns | undefined,
): InPieces<Panel> {
  const { holidays, ...rest } = options
  const panel = yield* panelOfTargets(where, columns, rest, future)
  return holidays === undefined ? panel : panel.withHolidays(holidays)
}

function* panelOfTargets(
  where: string,
  columns: Columns,
  options: TargetOptions,
  future: Columns | undefined,
): InPieces<Panel> {
  const { targets, ...rest } = options
  if (targets === undefined) return yield* panelInPieces(yield* readTable(where, { columns, future }, rest, false))
  if (rest.target !== undefined)
    throw new GatecastError('ERR_RANGE', `Expected target or targets, got both. Add "${rest.target}" to targets`)
  const [target, ...others] = checkNames('targets', targets)
  const observed = [...(rest.observed === undefined ? [] : checkNames('observed', rest.observed)), ...others]
  const table = yield* readTable(where, { columns, future }, { ...rest, target, observed }, false)
  return (yield* panelInPieces(table)).withTargets(targets)
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
 * @returns the panel. The call reads about 3,000 rows in a millisecond and nothing else runs meanwhile: in a server, read
 * more than 100,000 rows by {@link panelFrom}
 * @throws {GatecastError} as {@link panelFromColumns}
 * @example
 * const panel = panelFromRows([{ date: '2024-01-01', sales: 3 }, { date: '2024-01-02', sales: 5 }], { time: 'date', target: 'sales' })
 */
export function panelFromRows(
  rows: readonly Record<string, unknown>[],
  options: TargetOptions & { future?: readonly Record<string, unknown>[] },
): Panel {
  const { future, ...rest } = options ?? {}
  return atOnce(fromRows('panelFromRows', rows, rest, future))
}

function* fromRows(where: string, rows: Rows, options: TargetOptions, future: Rows | undefined): InPieces<Panel> {
  const columns = yield* columnsOfRows(rows)
  return yield* makePanel(where, columns, options, future && (yield* columnsOfRows(future)))
}

type Rows = readonly Record<string, unknown>[]

/**
 * Data that {@link panelFrom} reads: rows as objects, columns by name, a frame of danfojs, apache-arrow, nodejs-polars or
 * arquero, or series that are regular already.
 */
export type PanelData = Rows | Columns | Frame | readonly SeriesInput[]

/**
 * Makes a panel from rows, columns, a frame or series, as {@link panelFromRows}, {@link panelFromColumns} and
 * {@link panelFromSeries} do, but gives way to other work of the thread every few milliseconds. Use it in servers and for
 * large data. The data must not change until the promise is settled.
 *
 * @param data - objects, one for each row; an object of arrays; a frame; or series as for {@link panelFromSeries}
 * @param options - the options of the function for this form of data; `future` has the form of the data; `signal` stops the
 * call
 * @throws {GatecastError} those of the function for this form of data, `ABORT_ERR`
 * @example
 * const panel = await panelFrom({ shop, date, sales }, { series: 'shop', time: 'date', target: 'sales', frequency: '1d' })
 */
export function panelFrom(
  data: readonly SeriesInput[],
  options: SeriesOptions & { signal?: AbortSignal },
): Promise<Panel>
export function panelFrom<Data extends Rows | Columns | Frame>(
  data: Data,
  options: TargetOptions & { future?: Data; signal?: AbortSignal },
): Promise<Panel>
export async function panelFrom(
  data: PanelData,
  options: (SeriesOptions | (TargetOptions & { future?: PanelData })) & { signal?: AbortSignal },
): Promise<Panel> {
  const { signal, ...rest } = options ?? {}
  return inTurns(panelInForm(data, rest), signal)
}

function* panelInForm(data: PanelData, given: object): InPieces<Panel> {
  if (isSeries(data)) return yield* panelFromSeriesInPieces(data, given as SeriesOptions, 'panelFrom')
  const { future, ...options } = given as TargetOptions & { future?: PanelData }
  if (Array.isArray(data)) return yield* fromRows('panelFrom', data, options, future as Rows | undefined)
  const named = namesIn(options)
  const columns = yield* columnsIn(data as Columns | Frame, named)
  return yield* makePanel('panelFrom', columns, options, future && (yield* columnsIn(future as Columns | Frame, named)))
}

/** Series have arrays of values, which no cell of a row is. */
function isSeries(data: PanelData): data is readonly SeriesInput[] {
  const values: unknown = Array.isArray(data) ? data[0]?.values : undefined
  return Array.isArray(values) || ArrayBuffer.isView(values)
}

const columnsIn = (data: Columns | Frame, named: ReadonlySet<string>): InPieces<Columns> =>
  isDataFrame(data) ? columnsInPieces(data, named) : done(checkColumns(data))

/** The columns of a frame that a panel needs: a frame may be wide, and have columns of types that nobody reads. */
function namesIn(options: TargetOptions): Set<string> {
  const { series, time, target, targets, known, observed, static: fixed } = options
  return new Set([series, time, target, targets, known, observed, fixed].flat().filter((name) => name !== undefined))
}

const shownGiven = (value: unknown): string =>
  isDataFrame(value) ? 'a frame. Use panelFrom(), or prepare(frame, ...).toPanel() of gatecast/danfo' : shown(value)

const remedy =
  ". Write rows as [{ date: '2024-01-01', sales: 3 }, ...], or give an object of arrays to panelFromColumns()"

const isRow = (row: unknown): boolean => typeof row === 'object' && row !== null && !Array.isArray(row)

function* columnsOfRows(rows: Rows): InPieces<Columns> {
  if (!Array.isArray(rows))
    throw new GatecastError(
      'ERR_TYPE',
      `Expected rows as an array of objects, got ${shownGiven(rows)}${isDataFrame(rows) ? '' : remedy}`,
    )
  // A Map, as a column may have a name that every object has, for example `constructor`.
  const columns = new Map<string, unknown[]>()
  // The memory of a column takes milliseconds, and most rows have the keys of the first one.
  for (const name of isRow(rows[0]) ? Object.keys(rows[0]) : []) {
    columns.set(name, new Array(rows.length))
    yield
  }
  const read = (row: Record<string, unknown>, index: number): void => {
    if (!isRow(row))
      throw new GatecastError('ERR_TYPE', `Expected an object for each row, got ${shown(row)} (row ${index})${remedy}`)
    for (const name of Object.keys(row)) {
      let values = columns.get(name)
      if (values === undefined) {
        values = new Array(rows.length)
        columns.set(name, values)
      }
      values[index] = row[name]
    }
  }
  yield* eachPiece(rows.length, (from, to) => {
    for (let index = from; index < to; index++) read(rows[index], index)
  })
  return Object.fromEntries(columns)
}

// The data of the chart of one series: its history, its forecast, and windows of a backtest that do not overlap.

import { GatecastError } from '../../base/error.ts'
import type { Backtest } from '../../forecast/backtest/backtest.ts'
import { checkPanel } from '../../forecast/check.ts'
import type { Forecast } from '../../forecast/forecast.ts'
import type { Frequency, Panel } from '../../series/index.ts'
import { isClockUnit } from '../../series/time/units.ts'
import { zoneOf } from '../../series/time/zone.ts'
import type { Parts } from '../report_parts.ts'
import { fanColumns, type Piece } from './fan/fan_columns.ts'

/** The rows of a chart of one series. Each column is a list of pieces; rows outside of its pieces are missing. */
export interface SeriesRows {
  /** Times of the rows: the local time of the panel's zone, in milliseconds as if it were UTC. */
  readonly x: readonly number[]
  readonly actual: readonly Piece[]
  readonly forecast: Readonly<Record<string, readonly Piece[]>>
  /**
   * The columns of each backtest. Windows use two sets of columns in turn, so that no line joins the end of one window
   * with the start of the next.
   */
  readonly backtests: readonly Readonly<Record<string, readonly Piece[]>>[]
}

export interface SeriesSources {
  readonly forecast?: Forecast
  readonly backtests: Parts['backtests']
  readonly panel?: Panel
  /** Number of rows of history. */
  readonly rows: number
}

/** One forecast of one series, with the actual values for a window of a backtest. */
interface Run {
  readonly times: Float64Array
  readonly mean: Float64Array
  readonly quantiles: readonly Float64Array[]
  readonly levels: readonly number[]
  readonly actual?: Float64Array
}

/** The id of the only series of a forecast. */
export function onlyId({ ids }: Forecast): string {
  if (ids.length === 1) return ids[0]
  throw new GatecastError('ERR_DATA', `Expected the id of one of the ${ids.length} series of the forecast, got none`)
}

/** The number of rows of history that a chart leaves out, and of all rows. */
export function leftOut(id: string, { panel, rows }: SeriesSources): { hidden: number; of: number } {
  const of = panel ? panel.lengths[panel.indexOf(id)] : 0
  return { hidden: Math.max(0, of - rows), of }
}

export function seriesRows(id: string, { forecast, backtests, panel, rows }: SeriesSources): SeriesRows {
  const history = panel && historyOf(panel, id, rows)
  const from = history?.times[0] ?? Number.NEGATIVE_INFINITY
  const ahead = forecast && runOf(forecast, id)
  const windows = backtests.map(({ backtest }) => windowsOf(backtest, id, from))
  const runs = [...(ahead ? [ahead] : []), ...windows.flat()]
  const times = [...new Set([...(history?.times ?? []), ...runs.flatMap((run) => [...run.times])])].sort(
    (a, b) => a - b,
  )
  const rowOf = new Map(times.map((time, row) => [time, row]))
  const at = (run: { times: Float64Array }) => rowOf.get(run.times[0]) ?? 0
  const known = history
    ? [[at(history), history.values] as const]
    : (windows[0] ?? []).map((run) => [at(run), run.actual ?? []] as const)
  const { timeZone, frequency } = forecast ?? backtests[0].backtest.windows[0].forecast
  return {
    x: axisTimes(times, timeZone, frequency),
    actual: known,
    forecast: ahead ? fanColumns('forecast', at(ahead), ahead) : {},
    backtests: windows.map((own) => mergePieces(own.map((run, i) => fanColumns(`window${i % 2}`, at(run), run)))),
  }
}

/**
 * Converts times to positions on the axis. Steps of a day and longer lie at their local time. Shorter steps keep equal
 * distances also across a change of the clock; all of them use the offset of the last time. Numbers of an index stay.
 */
export function axisTimes(times: readonly number[], timeZone: string, { unit }: Frequency): number[] {
  const zone = zoneOf(timeZone)
  if (unit === 'step') return [...times]
  if (!isClockUnit(unit)) return times.map((time) => zone.toLocal(time))
  const end = times[times.length - 1] ?? 0
  const offset = zone.toLocal(end) - end
  return times.map((time) => time + offset)
}

/** The newest rows of the history of a series. */
export function historyOf(panel: Panel, id: string, rows: number): { times: Float64Array; values: Float64Array } {
  checkPanel(panel)
  const series = panel.indexOf(id)
  const values = panel.history(series)
  const from = Math.max(0, values.length - rows)
  return { times: panel.times(series, from, values.length), values: values.subarray(from) }
}

function runOf(forecast: Forecast, id: string, actual?: Float64Array): Run | undefined {
  const series = forecast.ids.indexOf(id)
  if (series < 0) return undefined
  const own = (values: Float64Array) => values.subarray(series * forecast.horizon, (series + 1) * forecast.horizon)
  return {
    times: forecast.times(series),
    mean: own(forecast.mean),
    levels: forecast.quantileLevels,
    quantiles: forecast.quantiles.map(own),
    actual: actual && own(actual),
  }
}

/** The windows to draw: the last one, and going back in time each one that ends before the next drawn one begins. */
function windowsOf(backtest: Backtest, id: string, from: number): Run[] {
  const drawn: Run[] = []
  for (const { forecast, actual } of backtest.windows.toReversed()) {
    const run = runOf(forecast, id, actual)
    const next = drawn[0]?.times[0] ?? Number.POSITIVE_INFINITY
    if (run && run.times[0] >= from && run.times[run.times.length - 1] < next) drawn.unshift(run)
  }
  return drawn
}

function mergePieces(parts: readonly Record<string, Piece[]>[]): Record<string, Piece[]> {
  const names = new Set(parts.flatMap((part) => Object.keys(part)))
  return Object.fromEntries(Array.from(names, (name) => [name, parts.flatMap((part) => part[name] ?? [])]))
}

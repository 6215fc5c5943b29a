// What the chart of one series shows: its history, its forecast, and windows of a backtest that do not overlap.

import type { Backtest } from '../../forecast/backtest/backtest.ts'
import type { Forecast } from '../../forecast/forecast.ts'
import type { Frequency, Panel } from '../../series/index.ts'
import { zoneOf } from '../../series/time/zone.ts'
import type { Parts } from '../report_parts.ts'
import { fanColumns, type Piece } from './fan_columns.ts'

/** One chart: columns over `x`, each given by its pieces. What is in no piece is missing. */
export interface SeriesRows {
  /** Times on the clock of the time zone, in milliseconds as if in UTC. */
  readonly x: readonly number[]
  readonly actual: readonly Piece[]
  readonly forecast: Readonly<Record<string, readonly Piece[]>>
  /** For each backtest. Two sets of columns in turns, so that the lines of neighbouring windows are not joined. */
  readonly backtests: readonly Readonly<Record<string, readonly Piece[]>>[]
}

export interface SeriesSources {
  readonly forecast?: Forecast
  readonly backtests: Parts['backtests']
  readonly panel?: Panel
  /** Rows of history. */
  readonly rows: number
}

interface Run {
  readonly times: Float64Array
  readonly mean: Float64Array
  readonly quantiles: readonly Float64Array[]
  readonly levels: readonly number[]
  readonly actual?: Float64Array
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
    backtests: windows.map((own) => merged(own.map((run, i) => fanColumns(`window${i % 2}`, at(run), run)))),
  }
}

/** Calendar steps lie where the clock says; shorter ones keep their distances, with the clock as it is at the end. */
export function axisTimes(times: readonly number[], timeZone: string, { unit }: Frequency): number[] {
  const zone = zoneOf(timeZone)
  if (!['second', 'minute', 'hour'].includes(unit)) return times.map((time) => zone.toLocal(time))
  const end = times[times.length - 1] ?? 0
  const offset = zone.toLocal(end) - end
  return times.map((time) => time + offset)
}

function historyOf(panel: Panel, id: string, rows: number): { times: Float64Array; values: Float64Array } {
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
    ...(actual && { actual: own(actual) }),
  }
}

/** The last window, and before it those that end before the next one drawn begins. */
function windowsOf(backtest: Backtest, id: string, from: number): Run[] {
  const drawn: Run[] = []
  for (const { forecast, actual } of backtest.windows.toReversed()) {
    const run = runOf(forecast, id, actual)
    const next = drawn[0]?.times[0] ?? Number.POSITIVE_INFINITY
    if (run && run.times[0] >= from && run.times[run.times.length - 1] < next) drawn.unshift(run)
  }
  return drawn
}

function merged(parts: readonly Record<string, Piece[]>[]): Record<string, Piece[]> {
  const names = new Set(parts.flatMap((part) => Object.keys(part)))
  return Object.fromEntries(Array.from(names, (name) => [name, parts.flatMap((part) => part[name] ?? [])]))
}

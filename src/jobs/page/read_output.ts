// The forecasts in a finished output, read back for its page.

import { defined } from '../../base/defined.ts'
import { type Reading, restoreText, type Source, type Tables } from '../../files/index.ts'
import { escapeText } from '../../files/write/csv_formulas.ts'
import { Forecast, forecastFromPanel } from '../../forecast/index.ts'
import type { Panel } from '../../series/index.ts'
import { joinId, splitId } from '../../series/table/series_id.ts'
import { namingColumns } from '../columns/several_targets.ts'
import type { Job } from '../job/job.ts'
import { type JobState, readState } from '../output/job_state.ts'
import { notOutput } from '../output/named_output.ts'
import { type OutputPaths, outputPaths } from '../output/paths.ts'
import { type ForecastSummary, readSummary } from '../output/summary.ts'
import { writtenTimes } from '../parts/forecast_columns.ts'

export interface Finished extends JobState {
  readonly paths: OutputPaths
  readonly summary: ForecastSummary
}

/** @throws {GatecastError} `ERR_FILE` if no finished job has written to that output */
export async function finishedState(out: string): Promise<Finished> {
  const state = await readState(out)
  const paths = state && outputPaths(out, state.job.format)
  const summary = paths && (await readSummary(paths))
  if (state && paths && summary) return { ...state, paths, summary }
  throw await notOutput('a finished job', out)
}

/** How ids stand in an output: in CSV, those that a spreadsheet would run as formulas have a quote before them. */
export function idsIn({ partFormat }: OutputPaths, { columns, csvFormulas }: Job) {
  const isEscaped = partFormat === 'csv' && csvFormulas === 'escape'
  const of = (change: (text: string) => string) => (id: string) => {
    if (!isEscaped) return id
    return namingColumns(columns).used > 1 ? joinId(splitId(id).map(change)) : change(id)
  }
  return { escape: of(escapeText), restore: of(restoreText) }
}

/** The first columns of an output are those of series, target and time. */
export async function outputReading(tables: Tables, output: Source, job: Job): Promise<Reading> {
  const names = (await tables.columns(output)).map(({ name }) => name)
  const { skipped, used } = namingColumns(job.columns)
  return {
    series: names.slice(skipped, skipped + used),
    time: names[skipped + used],
    target: 'mean',
    observed: names.filter((name) => /^q0?\.\d+$/.test(name)),
    ...defined({ frequency: job.frequency }),
  }
}

export async function readForecast(
  tables: Tables,
  output: Source,
  job: Job,
  ids: readonly string[],
  written: ReturnType<typeof idsIn>,
): Promise<Forecast> {
  const reading = await outputReading(tables, output, job)
  const panel = await tables.readPanel(output, reading, { ids: ids.map(written.escape) })
  // The dates were written as the clock of the job's zone shows them, and are read here as dates in UTC.
  return new Forecast({ ...forecastFromPanel(panel), ids: panel.ids.map(written.restore) })
}

/** Whether the forecast of a series begins after its history: the source may have changed since. */
export function isBefore(forecast: Forecast, panel: Panel, id: string, series: number): boolean {
  const at = forecast.ids.indexOf(id)
  const { lengths, frequency, timeZone } = panel
  if (at < 0) return false
  const [first] = writtenTimes(panel.times(series, lengths[series], lengths[series] + 1), frequency, timeZone)
  return first === forecast.times(at)[0]
}

/**
 * The forecast with the times of its histories, whose clock may be that of a time zone. The times in an output are those
 * of that clock, without the zone, so they cannot be placed if the histories are gone or end elsewhere now.
 */
export function onClockOf(panel: Panel | undefined, forecast: Forecast): Forecast {
  if (!panel || panel.timeZone === forecast.timeZone) return forecast
  const series = forecast.ids.map((id) => panel.ids.indexOf(id))
  if (series.some((own, i) => own < 0 || !isBefore(forecast, panel, forecast.ids[i], own))) return forecast
  const { timeZone, starts, lengths } = panel
  const own = (values: Float64Array) => Float64Array.from(series, (at) => values[at])
  return new Forecast({ ...forecast, timeZone, starts: own(starts), lengths: own(lengths) })
}

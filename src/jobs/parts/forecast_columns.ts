// Forecasts as the columns of a table.

import type { WriteColumn } from '../../files/index.ts'
import type { Forecast } from '../../forecast/index.ts'
import { parseFrequency } from '../../series/index.ts'
import { splitId } from '../../series/table/series_id.ts'
import { zoneOf } from '../../series/time/zone.ts'
import type { CompleteJob, Job } from '../job/job.ts'

/** The forecast of some series, by the model or by the fallback. */
export interface Segment {
  readonly forecast: Forecast
  readonly isFallback: boolean
}

/**
 * Columns with one row per series and step: the names of the series, time, mean, a column for each level (for example
 * `q0.1`), and `fallback`, which is true if the model could not forecast the series. Times are dates if a step is a day or
 * longer, else instants.
 */
export function forecastColumns(segments: readonly Segment[], job: CompleteJob): WriteColumn[] {
  const { horizon, quantiles, columns } = job
  const rows = segments.reduce((sum, segment) => sum + segment.forecast.mean.length, 0)
  const join = (part: (forecast: Forecast) => ArrayLike<number>): Float64Array => {
    const all = new Float64Array(rows)
    let at = 0
    for (const segment of segments) {
      const values = part(segment.forecast)
      all.set(values, at)
      at += values.length
    }
    return all
  }
  const flags = new Uint8Array(rows)
  let at = 0
  for (const segment of segments) {
    const { length } = segment.forecast.mean
    if (segment.isFallback) flags.fill(1, at, at + length)
    at += length
  }
  const isClock = /second|minute|hour/.test(parseFrequency(job.frequency).unit)
  return [
    ...nameColumns(segments, columns.series, horizon),
    {
      name: [columns.time].flat()[0],
      type: isClock ? 'timestamp' : 'date',
      values: join((part) => timesOf(part, isClock)),
    },
    { name: 'mean', type: 'number', values: join((part) => part.mean) },
    ...[...quantiles]
      .sort((a, b) => a - b)
      .map(
        (level, i): WriteColumn => ({ name: `q${level}`, type: 'number', values: join((part) => part.quantiles[i]) }),
      ),
    { name: 'fallback', type: 'flag', values: flags },
  ]
}

/** The columns that name the series, with their names in the source. */
function nameColumns(
  segments: readonly Segment[],
  series: Job['columns']['series'],
  repeat: number,
): Extract<WriteColumn, { type: 'text' }>[] {
  const ids = segments.flatMap((segment) => segment.forecast.ids as string[])
  const names = [series ?? 'series'].flat()
  if (names.length === 1) return [{ name: names[0], type: 'text', values: ids, repeat }]
  const keys = ids.map(splitId)
  return names.map((name, at) => ({ name, type: 'text', values: keys.map((key) => key[at]), repeat }))
}

/** The time of each row: the instant, or, for dates, midnight in UTC of the day that the clock of the zone shows. */
function timesOf(forecast: Forecast, isClock: boolean): Float64Array {
  const { horizon, seriesCount, starts, lengths } = forecast
  const zone = zoneOf(forecast.timeZone)
  const times = new Float64Array(seriesCount * horizon)
  let own: Float64Array = times
  for (let series = 0; series < seriesCount; series++) {
    // Most series have the same times as the series before, so times are computed only where they change.
    if (starts[series] !== starts[series - 1] || lengths[series] !== lengths[series - 1]) {
      const instants = forecast.times(series)
      own = isClock ? instants : instants.map((time) => zone.toLocal(time))
    }
    times.set(own, series * horizon)
  }
  return times
}

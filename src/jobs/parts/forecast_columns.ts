// Forecasts as the columns of a table.

import type { WriteColumn } from '../../files/index.ts'
import type { Forecast } from '../../forecast/index.ts'
import { type Frequency, parseFrequency } from '../../series/index.ts'
import { columnType } from '../../series/time/units.ts'
import { zoneOf } from '../../series/time/zone.ts'
import { namesInTable } from '../columns/several_targets.ts'
import type { CompleteJob } from '../job/job.ts'

/** The forecast of some series, by the model or by the fallback. */
export interface Segment {
  readonly forecast: Forecast
  readonly isFallback: boolean
}

/**
 * Columns with one row per series and step, or per series, target and step if the job has several targets: the names of the
 * series, `target`, time, mean, a column for each level (for example
 * `q0.1`), and `fallback`, which is true if the model could not forecast the series. Times are dates if a step is a day or
 * longer, whole numbers if they are an index, else instants.
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
  const { unit } = parseFrequency(job.frequency)
  const ids = segments.flatMap((segment) => segment.forecast.ids as string[])
  return [
    ...namesInTable(ids, columns).map(
      ([name, values]): WriteColumn => ({ name, type: 'text', values, repeat: horizon }),
    ),
    {
      name: [columns.time].flat()[0],
      type: columnType(unit),
      values: join(timesOf),
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

/** The time of each row, as its column holds it. */
function timesOf(forecast: Forecast): Float64Array {
  const { horizon, seriesCount, starts, lengths, frequency, timeZone } = forecast
  const times = new Float64Array(seriesCount * horizon)
  let own: Float64Array = times
  for (let series = 0; series < seriesCount; series++) {
    // Most series have the same times as the series before, so times are computed only where they change.
    if (starts[series] !== starts[series - 1] || lengths[series] !== lengths[series - 1]) {
      own = writtenTimes(forecast.times(series), frequency, timeZone)
    }
    times.set(own, series * horizon)
  }
  return times
}

/**
 * Times as a column of {@link columnType} holds them: for dates, midnight in UTC of the day that the clock of the zone
 * shows.
 */
export function writtenTimes(times: Float64Array, { unit }: Frequency, timeZone: string): Float64Array {
  const zone = zoneOf(timeZone)
  return columnType(unit) === 'date' ? times.map((time) => zone.toLocal(time)) : times
}

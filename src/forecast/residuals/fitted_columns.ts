import { shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { atOnce } from '../../base/resources/turns.ts'
import type { Columns } from '../../series/index.ts'
import { nameColumns } from '../../series/targets.ts'
import { timeTexts } from '../../series/time_texts.ts'
import { isForecast } from '../check.ts'
import type { Forecast } from '../forecast.ts'

/**
 * The history and what the method says about it, as columns with one row for each row of history: id, time, `value`,
 * `fitted`, `residual`, and one column for each component, for example `level`.
 *
 * @param forecast - the result of `predict(panel, { fitted: true })`
 * @returns columns of equal length; NaN where a series has no such number
 * @throws {GatecastError} `ERR_DATA` for a forecast without fitted values
 * @example
 * const forecast = await naive({ horizon: 12 }).predict(panel, { fitted: true })
 * const { value, fitted, residual } = fittedColumns(forecast)
 */
export function fittedColumns(forecast: Forecast): Columns {
  if (!isForecast(forecast)) throw new GatecastError('ERR_TYPE', `Expected a forecast, got ${shown(forecast)}`)
  const { ids, fits, lengths, starts, frequency, timeZone, names } = forecast
  if (!fits)
    throw new GatecastError(
      'ERR_DATA',
      'Expected a forecast with fitted values, got one without. Use predict(panel, { fitted: true })',
    )
  const offsets = [0]
  for (const rows of lengths) offsets.push(offsets[offsets.length - 1] + rows)
  const column = (read: (series: number) => Float64Array | undefined) => {
    const all = new Float64Array(offsets[ids.length]).fill(Number.NaN)
    ids.forEach((_, series) => {
      const own = read(series)
      if (own) all.set(own.subarray(0, lengths[series]), offsets[series])
    })
    return all
  }
  const parts = ids.map((id) => forecast.of(id))
  const components = [...new Set(parts.flatMap((part) => Object.keys(part.components ?? {})))]
  const runs = { starts, frequency, timeZone, from: () => 0, rows: (series: number) => lengths[series] }
  const times = atOnce(timeTexts(runs, 'each'))
  return {
    ...nameColumns(names.series, forecast, (series) => lengths[series]),
    [names.time]: times,
    value: column((series) => fits[series].values),
    fitted: column((series) => parts[series].fitted),
    residual: column((series) => parts[series].residuals),
    ...Object.fromEntries(components.map((name) => [name, column((series) => parts[series].components?.[name])])),
  }
}

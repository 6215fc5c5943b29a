import { type SignalOption, signalOf } from '../../base/abort.ts'
import { shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { atOnce, type InPieces, inTurns } from '../../base/resources/turns.ts'
import type { Columns } from '../../series/index.ts'
import { nameColumns } from '../../series/targets.ts'
import { timeTexts } from '../../series/time_texts.ts'
import { isForecast } from '../check.ts'
import type { Forecast } from '../forecast.ts'
import { partsOfFit } from './series_fit.ts'

/** Series after which the work gives way. */
const someSeries = 1024

/**
 * The history and what the method says about it, as columns with one row for each row of history: id, time, `value`,
 * `fitted`, `residual`, and one column for each component, for example `level`.
 *
 * @param forecast - the result of `predict(panel, { fitted: true })`
 * @returns columns of equal length; NaN where a series has no such number. The call makes 1,000 rows or more in a
 * millisecond and nothing else runs meanwhile: in a server, use {@link fittedColumnsAsync} for more than 50,000 rows
 * @throws {GatecastError} `ERR_DATA` for a forecast without fitted values
 * @example
 * const forecast = await naive({ horizon: 12 }).predict(panel, { fitted: true })
 * const { value, fitted, residual } = fittedColumns(forecast)
 */
export const fittedColumns = (forecast: Forecast): Columns => atOnce(fittedInPieces(forecast))

/**
 * {@link fittedColumns} in turns with other work of the thread.
 *
 * @param forecast - the result of `predict(panel, { fitted: true })`
 * @param options - `signal` stops the call
 * @returns the columns of {@link fittedColumns}
 * @throws {GatecastError} `ERR_DATA` for a forecast without fitted values, `ABORT_ERR`
 * @example
 * const forecast = await naive({ horizon: 12 }).predict(panel, { fitted: true })
 * const { value, fitted, residual } = await fittedColumnsAsync(forecast)
 */
export async function fittedColumnsAsync(forecast: Forecast, options: SignalOption = {}): Promise<Columns> {
  const signal = signalOf('fittedColumnsAsync', options)
  return inTurns(fittedInPieces(forecast), signal)
}

function* fittedInPieces(forecast: Forecast): InPieces<Columns> {
  if (!isForecast(forecast)) throw new GatecastError('ERR_TYPE', `Expected a forecast, got ${shown(forecast)}`)
  const { ids, fits, lengths, starts, frequency, timeZone, names } = forecast
  if (!fits)
    throw new GatecastError(
      'ERR_DATA',
      'Expected a forecast with fitted values, got one without. Use predict(panel, { fitted: true })',
    )
  const offsets = [0]
  for (const rows of lengths) offsets.push(offsets[offsets.length - 1] + rows)
  function* column(read: (series: number) => Float64Array | undefined): InPieces<Float64Array> {
    const all = new Float64Array(offsets[ids.length]).fill(Number.NaN)
    for (let series = 0; series < ids.length; series++) {
      const own = read(series)
      if (own) all.set(own.subarray(0, lengths[series]), offsets[series])
      if (series % someSeries === 0) yield
    }
    return all
  }
  const parts: ReturnType<typeof partsOfFit>[] = []
  for (const fit of fits) {
    parts.push(partsOfFit(fit))
    if (parts.length % someSeries === 0) yield
  }
  const components = new Set<string>()
  for (const part of parts) for (const name of Object.keys(part.components ?? {})) components.add(name)
  yield
  const runs = { starts, frequency, timeZone, from: () => 0, rows: (series: number) => lengths[series] }
  const times = yield* timeTexts(runs, 'each')
  const named = nameColumns(names.series, forecast, (series) => lengths[series])
  yield
  const columns: Columns = {
    ...named,
    [names.time]: times,
    value: yield* column((series) => fits[series].values),
    fitted: yield* column((series) => parts[series].fitted),
    residual: yield* column((series) => parts[series].residuals),
  }
  for (const name of components) columns[name] = yield* column((series) => parts[series].components?.[name])
  return columns
}

import type { InPieces } from '../../base/resources/turns.ts'
import { rowsOfColumns } from '../../series/data_frame.ts'
import type { Columns } from '../../series/index.ts'
import { nameColumns } from '../../series/targets.ts'
import { timeTexts } from '../../series/time_texts.ts'
import type { ForecastParts } from './forecast_parts.ts'

type Named = ForecastParts & { readonly names: { readonly series: string; readonly time: string } }

/** The columns of `Forecast.toColumns()`, in pieces. */
export function* columnsInPieces(forecast: Named): InPieces<Columns> {
  const { starts, frequency, timeZone, lengths, horizon, names, mean, quantileLevels, quantiles } = forecast
  const runs = { starts, frequency, timeZone, from: (series: number) => lengths[series], rows: () => horizon }
  const times = yield* timeTexts(runs, 'each')
  yield
  return {
    ...nameColumns(names.series, forecast, () => horizon),
    [names.time]: times,
    mean,
    ...Object.fromEntries(quantileLevels.map((level, i) => [`q${level}`, quantiles[i]])),
  }
}

/** The rows of `Forecast.toRows()`, in pieces. */
export function* rowsInPieces(forecast: Named): InPieces<Record<string, string | number>[]> {
  return (yield* rowsOfColumns(yield* columnsInPieces(forecast))) as Record<string, string | number>[]
}

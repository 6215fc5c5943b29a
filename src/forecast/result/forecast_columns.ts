import type { InPieces } from '../../base/resources/turns.ts'
import { rowsOfColumns } from '../../frames/columns.ts'
import type { FrameColumns } from '../../frames/kind.ts'
import type { Columns } from '../../series/index.ts'
import { nameColumns } from '../../series/targets.ts'
import { timeColumn } from '../../series/time_column.ts'
import { timesOf, timeTexts } from '../../series/time_texts.ts'
import type { ForecastParts } from './forecast_parts.ts'

type Named = ForecastParts & { readonly names: { readonly series: string; readonly time: string } }

/** The columns of `Forecast.toColumns()`, in pieces. */
export const columnsInPieces = (forecast: Named): InPieces<Columns> =>
  frameColumnsInPieces(forecast, false) as InPieces<Columns>

/**
 * The columns of a frame of a forecast.
 *
 * @param isTyped - whether times become a column of a type for times, instead of ISO texts
 */
export function* frameColumnsInPieces(forecast: Named, isTyped: boolean): InPieces<FrameColumns> {
  const { starts, frequency, timeZone, lengths, horizon, names, mean, quantileLevels, quantiles } = forecast
  const runs = { starts, frequency, timeZone, from: (series: number) => lengths[series], rows: () => horizon }
  const times = isTyped ? timeColumn(yield* timesOf(runs), timeZone, frequency) : yield* timeTexts(runs, 'each')
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

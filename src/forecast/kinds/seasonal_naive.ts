import type { LocalForecaster, LocalOptions } from '../local/local_forecaster.ts'
import { localFields, localKind } from '../local/local_kind.ts'

export const seasonalNaiveKind = localKind({
  name: 'seasonalNaive',
  summary: 'repeats the last season',
  options: localFields,
  learns: 'nothing',
  cost: 'instant',
  auto: [{}],
  quick: {},
})

/**
 * Repeats the last season.
 *
 * @throws {GatecastError} `ERR_RANGE` naming the option
 * @see Hyndman and Athanasopoulos 2021, "Forecasting: Principles and Practice", section 5.2
 * @example
 * const { overall } = await seasonalNaive({ horizon: 28, season: 7 }).backtest(panel)
 */
export const seasonalNaive = (options: LocalOptions): LocalForecaster => seasonalNaiveKind.make(options)

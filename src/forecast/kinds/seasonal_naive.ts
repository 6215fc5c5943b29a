import type { LocalForecaster, LocalOptions } from '../local/local_forecaster.ts'
import { localFields, localKind } from '../local/local_kind.ts'

export const seasonalNaiveKind = localKind({
  name: 'seasonalNaive',
  summary: 'repeats the last season, or the one of several that fits best',
  options: localFields,
  learns: 'nothing',
  cost: 'instant',
  auto: [{}],
  quick: {},
})

/**
 * Repeats the last season. Of several seasons it repeats the one that fits the history of a series best. Without the option
 * `season` these are the usual seasons of the frequency (a day and a week of hours) and the last value alone, so that a
 * series of weeks whose years do not resemble each other does not repeat the last year.
 *
 * @throws {GatecastError} `ERR_RANGE` naming the option
 * @see Hyndman and Athanasopoulos 2021, "Forecasting: Principles and Practice", section 5.2
 * @example
 * const { overall } = await seasonalNaive({ horizon: 28, season: 7 }).backtest(panel)
 */
export const seasonalNaive = (options: LocalOptions): LocalForecaster => seasonalNaiveKind.make(options)

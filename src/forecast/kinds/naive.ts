import type { LocalForecaster, LocalOptions } from '../local/local_forecaster.ts'
import { localFields, localKind } from '../local/local_kind.ts'

export const naiveKind = localKind({
  name: 'naive',
  summary: 'repeats the last value',
  options: localFields,
  learns: 'nothing',
  cost: 'instant',
  auto: [{}],
})

/**
 * Repeats the last value. This is the best forecast of a random walk.
 *
 * @throws {GatecastError} `ERR_RANGE` naming the option
 * @see Hyndman and Athanasopoulos 2021, "Forecasting: Principles and Practice", section 5.2
 * @example
 * const forecast = await naive({ horizon: 12 }).predict(panel)
 */
export const naive = (options: LocalOptions): LocalForecaster => naiveKind.make(options)

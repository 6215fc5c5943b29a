import type { LocalForecaster, LocalOptions } from '../local/local_forecaster.ts'
import { localFields, localKind } from '../local/local_kind.ts'

export const driftKind = localKind({
  name: 'drift',
  summary: 'continues the line from the first value to the last',
  options: localFields,
  learns: 'each series',
  cost: 'instant',
  auto: [{}],
})

/**
 * Continues the straight line from the first value to the last one.
 *
 * @throws {GatecastError} `ERR_RANGE` naming the option
 * @see Hyndman and Athanasopoulos 2021, "Forecasting: Principles and Practice", section 5.2
 * @example
 * const forecast = await drift({ horizon: 12 }).predict(panel)
 */
export const drift = (options: LocalOptions): LocalForecaster => driftKind.make(options)

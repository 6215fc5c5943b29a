import type { LocalForecaster, LocalOptions } from '../local/local_forecaster.ts'
import { localFields, localKind, localUses } from '../local/local_kind.ts'

export const meanKind = localKind({
  name: 'mean',
  summary: 'forecasts the mean of the history',
  options: localFields,
  uses: { ...localUses, missing: 'left out' },
  learns: 'each series',
  cost: 'instant',
})

/**
 * Forecasts the mean of the history at every step.
 *
 * @throws {GatecastError} `ERR_RANGE` naming the option
 * @see Hyndman and Athanasopoulos 2021, "Forecasting: Principles and Practice", section 5.2
 * @example
 * const forecast = await mean({ horizon: 12 }).predict(panel)
 */
export const mean = (options: LocalOptions): LocalForecaster => meanKind.make(options)

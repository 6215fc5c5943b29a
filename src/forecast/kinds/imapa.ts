import type { LocalForecaster, LocalOptions } from '../local/local_forecaster.ts'
import { localFields, localKind } from '../local/local_kind.ts'
import { againstDense, demandUses, smoothingField } from './croston.ts'

/** Options of {@link imapa} and {@link adida}. */
export interface AggregationOptions extends LocalOptions {
  /** Smoothing parameter of the sums; default that from 0.0001 to 0.3 with the least squared error. */
  smoothing?: number
}

export const imapaKind = localKind<AggregationOptions>({
  name: 'imapa',
  summary: 'intermittent demand: the mean of smoothed sums over blocks of one period to the mean interval',
  options: { ...localFields, smoothing: smoothingField('the sums') },
  uses: demandUses,
  learns: 'each series',
  cost: 'instant',
  auto: [{}],
  against: againstDense,
})

/**
 * Forecasts of intermittent demand from several temporal aggregations: sums over blocks of 1, 2, ... periods up to the
 * mean interval between demands are smoothed, and the forecasts are averaged. Quantiles are as those of {@link croston}.
 *
 * @throws {GatecastError} `ERR_RANGE`, `ERR_TYPE` naming the option
 * @see Petropoulos and Kourentzes 2015, "Forecast combinations for intermittent demand"
 * @example
 * const forecast = await imapa({ horizon: 12 }).predict(panel)
 */
export const imapa = (options: AggregationOptions): LocalForecaster => imapaKind.make(options)

import type { LocalForecaster } from '../local/local_forecaster.ts'
import { localFields, localKind } from '../local/local_kind.ts'
import { demandUses, smoothingField } from './croston.ts'
import type { AggregationOptions } from './imapa.ts'

export const adidaKind = localKind<AggregationOptions>({
  name: 'adida',
  summary: 'intermittent demand: smoothed sums over blocks of the mean interval',
  options: { ...localFields, smoothing: smoothingField('the sums') },
  uses: demandUses,
  learns: 'each series',
  cost: 'instant',
})

/**
 * Forecasts of intermittent demand from sums over blocks, each as long as the mean interval between demands. Quantiles
 * are as those of {@link croston}.
 *
 * @throws {GatecastError} `ERR_RANGE`, `ERR_TYPE` naming the option
 * @see Nikolopoulos, Syntetos, Boylan, Petropoulos, Assimakopoulos 2011
 * @example
 * const forecast = await adida({ horizon: 12 }).predict(panel)
 */
export const adida = (options: AggregationOptions): LocalForecaster => adidaKind.make(options)

import { choice } from '../../base/options/fields.ts'
import type { LocalForecaster, LocalOptions } from '../local/local_forecaster.ts'
import { localFields, localKind, localUses } from '../local/local_kind.ts'
import { type EtsModel, forms } from '../local/methods/ets/form.ts'

/** Options of exponential smoothing. */
export interface EtsOptions extends LocalOptions {
  /** Error, trend and season, for example `'AAdN'` or `'MAM'`; by default AICc chooses the model of each series. */
  model?: EtsModel
}

export const etsKind = localKind<EtsOptions>({
  name: 'ets',
  summary: 'exponential smoothing, the model chosen by AICc',
  options: {
    ...localFields,
    model: choice({
      of: forms.map(({ name }) => name),
      otherwise: 'chosen for each series by AICc',
      help: 'letters for error, trend and season, for example AAdA',
    }),
  },
  uses: { ...localUses, known: true, missing: 'left out' },
  learns: 'each series',
  cost: 'estimate',
  auto: [{}],
  // The limit is low, because each series takes a tenth of a second.
  quick: { mostSeries: 10_000 },
})

/**
 * Exponential smoothing by maximum likelihood, with additive or multiplicative error and season, and an additive or
 * damped trend. Several seasons that the history shows, such as a day and a week of hours, are removed as by {@link mstl}
 * first, unless a model is given. Covariates that are known in the future are regressors: a regression with ARIMA errors
 * gives their effects, and exponential smoothing forecasts the series without them.
 *
 * @throws {GatecastError} `ERR_RANGE` for an unknown model
 * @see Hyndman, Koehler, Ord, Snyder 2008
 * @example
 * const forecast = await ets({ horizon: 12, model: 'MAM' }).predict(panel)
 */
export const ets = (options: EtsOptions): LocalForecaster => etsKind.make(options)

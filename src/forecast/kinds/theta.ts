import { choice } from '../../base/options/fields.ts'
import type { LocalForecaster, LocalOptions } from '../local/local_forecaster.ts'
import { localFields, localKind, localUses } from '../local/local_kind.ts'

/** Options of the Theta method. */
export interface ThetaOptions extends LocalOptions {
  /**
   * `'dynamic'` (default): the line of the trend follows the series, and its weight is estimated. `'standard'`: the method
   * of the M3 and M4 competitions, half a fixed line and half exponential smoothing.
   */
  form?: 'dynamic' | 'standard'
}

export const thetaKind = localKind<ThetaOptions>({
  name: 'theta',
  summary: 'Theta method: a weighted trend line and exponential smoothing',
  options: {
    ...localFields,
    form: choice({
      of: ['dynamic', 'standard'],
      default: 'dynamic',
      help: 'whether the weight of the trend line is estimated, or half as in the M competitions',
    }),
  },
  uses: { ...localUses, known: true },
  learns: 'each series',
  cost: 'estimate',
  auto: [{}],
  quick: {},
})

/**
 * The Theta method: a trend line and exponential smoothing, after seasonal adjustment if a test finds a season. By default
 * it is the dynamic optimised Theta model; `form: 'standard'` is the method of the M3 and M4 competitions. Several seasons
 * that the history shows, such as a day and a week of hours, are removed as by {@link mstl}.
 * Covariates that are known in the future are regressors: a regression with ARIMA errors gives their effects, and the
 * method forecasts the series without them.
 *
 * @throws {GatecastError} `ERR_RANGE` naming the option
 * @see Fiorucci, Pellegrini, Louzada, Petropoulos, Koehler 2016; Assimakopoulos and Nikolopoulos 2000
 * @example
 * const forecast = await theta({ horizon: 12 }).predict(panel)
 */
export const theta = (options: ThetaOptions): LocalForecaster => thetaKind.make(options)

import { choice, type Field } from '../../base/options/fields.ts'
import { checkWindow } from '../local/decomposition/window.ts'
import type { LocalForecaster, LocalOptions } from '../local/local_forecaster.ts'
import { localFields, localKind } from '../local/local_kind.ts'
import { type RestMethod, restMethodNames } from '../local/methods/mstl.ts'

/** Options of MSTL. */
export interface MstlOptions extends LocalOptions {
  /** The method that forecasts the series without its seasons; default `'ets'`. */
  method?: RestMethod
  /**
   * The number of seasons over which each place of a season (each hour of the day) is smoothed: an odd number from 7 on, or
   * `'periodic'` for seasons that never change; default 11 for the shortest season, 15 for the next.
   */
  window?: number | 'periodic'
  /**
   * `'log'`: the seasons are factors, and values of 0 or below are refused. `'none'`: the seasons are added. `'auto'`
   * (default): the one that forecasts the end of each history better.
   */
  transform?: 'auto' | 'none' | 'log'
  /**
   * `'reverting'` (default): the forecast goes back from the last values to their mean over the longest season, as fast as
   * the history does. `'last'`: the forecast of the method as it is.
   */
  level?: 'reverting' | 'last'
}

const window: Field<number | 'periodic'> = {
  help: 'seasons over which each place of a season is smoothed, odd; or periodic for seasons that never change',
  otherwise: '11 for the shortest season, 15 for the next',
  schema: { anyOf: [{ type: 'integer', minimum: 7 }, { const: 'periodic' }] },
  check: checkWindow,
}

export const mstlKind = localKind<MstlOptions>({
  name: 'mstl',
  summary: 'several seasons by LOESS, and another method for the rest',
  options: {
    ...localFields,
    method: choice({ of: restMethodNames, default: 'ets', help: 'the method for the series without its seasons' }),
    window,
    transform: choice({
      of: ['auto', 'none', 'log'],
      default: 'auto',
      help: 'whether seasons are added (none) or factors (log)',
    }),
    level: choice({
      of: ['reverting', 'last'],
      default: 'reverting',
      help: 'whether the forecast goes back to the mean of the last season, as far as the history does',
    }),
  },
  learns: 'each series',
  cost: 'estimate',
  auto: [{}],
  quick: { mostSeries: 10_000 },
})

/**
 * MSTL: estimates several seasons by LOESS, forecasts the series without them by another method, and continues the seasons.
 * A season of which a history has fewer than two is left out; without the option `season`, so is a usual season that the
 * history does not show (the test of Theta, which needs three).
 *
 * @throws {GatecastError} `ERR_RANGE` naming the option
 * @see Bandara, Hyndman, Bergmeir 2021, "MSTL: A Seasonal-Trend Decomposition Algorithm for Time Series with Multiple
 * Seasonal Patterns"
 * @example
 * const forecast = await mstl({ horizon: 48, season: [24, 168], method: 'theta' }).predict(panel)
 */
export const mstl = (options: MstlOptions): LocalForecaster => mstlKind.make(options)

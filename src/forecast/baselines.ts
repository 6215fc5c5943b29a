import { checkList, checkWhole } from '../base/check.ts'
import { GatecastError } from '../base/error.ts'
import { arOptionNames, GlobalAr } from './local/global_ar.ts'
import { type LocalConfig, LocalForecaster, type LocalOptions, registerLocal } from './local/local_forecaster.ts'
import { type EtsModel, forms } from './local/methods/ets/form.ts'
import type { LocalKind } from './local/methods/index.ts'
import { registerForecaster } from './stored.ts'

/**
 * The last value goes on. The best forecast of a random walk.
 *
 * @throws {GatecastError} `ERR_RANGE` naming the option
 * @see Hyndman and Athanasopoulos 2021, "Forecasting: Principles and Practice", section 5.2
 * @example
 * const forecast = await naive({ horizon: 12 }).predict(panel)
 */
export const naive = (options: LocalOptions): LocalForecaster => local('naive', options)

/**
 * The last season repeats.
 *
 * @throws {GatecastError} `ERR_RANGE` naming the option
 * @see Hyndman and Athanasopoulos 2021, "Forecasting: Principles and Practice", section 5.2
 * @example
 * const { overall } = await seasonalNaive({ horizon: 28, season: 7 }).backtest(panel)
 */
export const seasonalNaive = (options: LocalOptions): LocalForecaster => local('seasonalNaive', options)

/**
 * The line from the first value to the last one goes on.
 *
 * @throws {GatecastError} `ERR_RANGE` naming the option
 * @see Hyndman and Athanasopoulos 2021, "Forecasting: Principles and Practice", section 5.2
 * @example
 * const forecast = await drift({ horizon: 12 }).predict(panel)
 */
export const drift = (options: LocalOptions): LocalForecaster => local('drift', options)

/**
 * The mean of the history.
 *
 * @throws {GatecastError} `ERR_RANGE` naming the option
 * @see Hyndman and Athanasopoulos 2021, "Forecasting: Principles and Practice", section 5.2
 * @example
 * const forecast = await mean({ horizon: 12 }).predict(panel)
 */
export const mean = (options: LocalOptions): LocalForecaster => local('mean', options)

/**
 * The reference of the M competitions: naive after seasonal adjustment, where a test finds a season.
 *
 * @throws {GatecastError} `ERR_RANGE` naming the option
 * @see Makridakis, Spiliotis, Assimakopoulos 2020, "The M4 Competition"
 * @example
 * const reference = await naive2({ horizon: 12 }).backtest(panel)
 * const owa = (await theta({ horizon: 12 }).backtest(panel)).owa(reference)
 */
export const naive2 = (options: LocalOptions): LocalForecaster => local('naive2', options)

/**
 * The Theta method of the M3 and M4 competitions: half a trend line, half exponential smoothing, after seasonal
 * adjustment where a test finds a season.
 *
 * @throws {GatecastError} `ERR_RANGE` naming the option
 * @see Assimakopoulos and Nikolopoulos 2000
 * @example
 * const forecast = await theta({ horizon: 12 }).predict(panel)
 */
export const theta = (options: LocalOptions): LocalForecaster => local('theta', options)

/** Options of exponential smoothing. */
export interface EtsOptions extends LocalOptions {
  /** Error, trend and season, such as `'AAdN'` or `'MAM'`; default: chosen for each series by AICc. */
  model?: EtsModel
}

/**
 * Exponential smoothing by maximum likelihood, with additive or multiplicative error and season, and an additive or
 * damped trend.
 *
 * @throws {GatecastError} `ERR_RANGE` for an unknown model
 * @see Hyndman, Koehler, Ord, Snyder 2008
 * @example
 * const forecast = await ets({ horizon: 12, model: 'MAM' }).predict(panel)
 */
export function ets(options: EtsOptions): LocalForecaster {
  if (options?.model !== undefined && !forms.some(({ name }) => name === options.model))
    throw new GatecastError(
      'ERR_RANGE',
      `Expected model to be one of ${forms.map(({ name }) => name).join(', ')}, got ${JSON.stringify(options.model)}`,
    )
  return local('ets', options, ['model'])
}

/** Options of autoregression. */
export interface ArOptions extends LocalOptions {
  /** Steps back that a value depends on, ascending; default all of a season, of two if the series is long. */
  lags?: readonly number[]
  /**
   * `'last'` (default): weights sum to 1, so that the forecast starts from where the series is, as series that trend or
   * wander want it. `'mean'`: the forecast returns to the mean of the history.
   */
  around?: 'last' | 'mean'
  /** Coefficients of each `series` (default), or one set for all, `global`, which `fit` learns. */
  scope?: 'series' | 'global'
}

/**
 * Autoregression on a fixed window, by least squares.
 *
 * @throws {GatecastError} `ERR_RANGE` for lags that do not ascend from 1
 * @see Hyndman and Athanasopoulos 2021, "Forecasting: Principles and Practice", section 9.3
 * @example
 * const model = ar({ horizon: 24, lags: [1, 7, 14], scope: 'global' })
 * await model.fit(panel)
 */
export function ar(options: ArOptions): LocalForecaster {
  const { lags, around = 'last', scope = 'series' } = options ?? {}
  if (scope !== 'series' && scope !== 'global')
    throw new GatecastError('ERR_RANGE', `Expected scope to be "series" or "global", got ${JSON.stringify(scope)}`)
  if (around !== 'last' && around !== 'mean')
    throw new GatecastError('ERR_RANGE', `Expected around to be "last" or "mean", got ${JSON.stringify(around)}`)
  if (lags !== undefined) checkList('lags', lags)
  if (lags?.length === 0) throw new GatecastError('ERR_RANGE', 'Expected lags to name one or more, got none')
  lags?.forEach((lag, i) => {
    checkWhole('a lag', lag, (lags[i - 1] ?? 0) + 1)
  })
  return scope === 'global' ? new GlobalAr(options as unknown as LocalConfig) : local('ar', options, arOptionNames)
}

function local(kind: LocalKind, options: LocalOptions, known: readonly string[] = []): LocalForecaster {
  return new LocalForecaster(kind, options as unknown as LocalConfig, known)
}

for (const kind of ['naive', 'seasonalNaive', 'drift', 'mean', 'naive2', 'theta', 'ets'] as const) registerLocal(kind)
registerForecaster('ar', (state) => {
  const config = state.config as LocalConfig
  return config.scope === 'global' ? GlobalAr.fromState(state) : new LocalForecaster('ar', config, arOptionNames)
})

import { checkFlag, checkOptions } from '../../base/check.ts'
import { defined } from '../../base/defined.ts'
import type { Json } from '../../base/json.ts'
import { type InPieces, inTurns, pacer, pieceRows } from '../../base/resources/turns.ts'
import { normalQuantile } from '../../models/index.ts'
import type { Panel } from '../../series/index.ts'
import { BaseForecaster } from '../base_forecaster.ts'
import { checkForecastFits, checkHistories, refuseWeights } from '../check.ts'
import { Forecast, type ForecastNumbers } from '../forecast.ts'
import {
  type FitOptions,
  type FitReport,
  type ForecasterFacts,
  type ForecasterState,
  type Learns,
  type PredictOptions,
  predictOptionNames,
} from '../forecaster.ts'
import { checkLevels, defaultLevels } from '../quantiles.ts'
import { seriesFits } from '../residuals/series_fit.ts'
import { clockPanel, followsClock } from '../season/clock_panel.ts'
import { type Seasons, seasonsFor } from '../season/season.ts'
import { checkWithin, type SupportOptions, supportOf, withinSupport } from '../support.ts'
import { forecastAll } from './forecast_all.ts'
import type { LocalForecast, LocalTask } from './method.ts'
import { type LocalMethodName, readsKnown } from './methods/index.ts'
import { seriesOf, withPlan } from './regressors.ts'

/** Options of all methods that forecast each series by itself. */
export interface LocalOptions extends SupportOptions {
  /** Number of steps to forecast. */
  horizon: number
  /**
   * Number of steps in a season, or in each of several, ascending: `[24, 168]` for a day and a week of hours; 1 for none;
   * or `clock` for the seasons of the frequency by the wall clock. Default: the usual seasons of the panel's frequency, as
   * far as the history of a series shows them.
   */
  season?: Seasons
}

/** The options of a method, as JSON. */
export type LocalConfig = LocalOptions & { readonly [option: string]: Json | undefined }

/**
 * A forecaster that forecasts each series by itself. `arima`, `ets` and `theta` use the covariates of the panel that are
 * known in the future; the other methods read the target alone. `predict` estimates the method's parameters from the
 * history of the series, so `fit` learns nothing, and `predict` also forecasts series that `fit` did not see.
 */
export class LocalForecaster extends BaseForecaster {
  /** The method, for example `theta`. */
  readonly kind: LocalMethodName
  /** {@inheritDoc Forecaster.horizon} */
  readonly horizon: number
  /** {@inheritDoc Forecaster.options} */
  readonly options: LocalConfig
  /** {@inheritDoc Forecaster.learns} */
  readonly learns: Learns

  /** @internal */
  constructor(kind: LocalMethodName, options: LocalConfig, learns: Learns) {
    super()
    this.kind = kind
    this.horizon = options.horizon
    this.options = options
    this.learns = learns
    // Refuses limits that leave no room between them.
    supportOf(options)
  }

  /**
   * Checks that the panel can be forecast. It learns nothing.
   *
   * @param panel - the panel to check
   * @param options - options of training, which have no effect
   * @throws {GatecastError} `ERR_RANGE` for weights, which no method has; `ERR_DATA`, `ERR_NOT_FINITE` naming the series that no model can forecast
   */
  async fit(panel: Panel, options?: FitOptions): Promise<FitReport> {
    refuseWeights(this.kind, options)
    checkHistories(panel)
    checkWithin(panel, this.support)
    return { seconds: 0 }
  }

  /**
   * {@inheritDoc Forecaster.predict}
   *
   * @throws {GatecastError} `ERR_DATA`, `ERR_NOT_FINITE` naming the series that cannot be forecast, or the covariate that
   * has no value for a step, `ERR_MEMORY` for a forecast that takes more memory than a call may take, `ABORT_ERR`
   */
  async predict(panel: Panel, options: PredictOptions = {}): Promise<Forecast> {
    checkOptions('predict', options, predictOptionNames)
    const pace = pacer(options.signal)
    const levels = checkLevels(options.quantiles ?? defaultLevels)
    if (options.fitted !== undefined) checkFlag('fitted', options.fitted)
    checkHistories(panel)
    checkWithin(panel, this.support)
    checkForecastFits(panel, this.horizon, levels.length)
    await pace()
    const whole = this.#readsKnown ? withPlan(panel, this.horizon) : panel
    await pace()
    if (this.options.season !== 'clock' || !followsClock(panel)) {
      const numbers = await this.#forecast(whole, this.horizon, levels, options)
      await pace()
      return Forecast.of(panel, numbers)
    }
    const { horizon } = clockPanel(whole, this.horizon)
    const clock = clockPanel(whole, this.horizon, this.#readsKnown ? horizon : 0)
    return clock.restore(await this.#forecast(clock.panel, clock.horizon, levels, options))
  }

  get #readsKnown(): boolean {
    return readsKnown.has(this.kind)
  }

  async #forecast(panel: Panel, horizon: number, levels: readonly number[], options: PredictOptions) {
    const pace = pacer(options.signal)
    const all = seriesOf(panel, horizon, this.#readsKnown)
    await pace()
    const task = { ...this.task(panel), horizon, levels, fitted: options.fitted, spread: levels.length > 0 }
    const forecasts = await forecastAll(this.kind, all, task, options)
    const numbers = await inTurns(joinForecasts(forecasts, horizon, levels), options.signal)
    const fits = options.fitted
      ? seriesFits(
          this.kind,
          all.map(({ history }) => history),
          forecasts,
        )
      : undefined
    return { ...withinSupport(numbers, this.support), ...defined({ fits }) }
  }

  /**
   * {@inheritDoc Forecaster.facts}
   *
   * @returns no covariates, unless the method reads those that a panel has
   */
  override facts(): ForecasterFacts {
    if (this.#readsKnown) return {}
    return { covariates: { known: [], observed: [], static: [], categorical: [] } }
  }

  /** {@inheritDoc Forecaster.toState} */
  toState(): ForecasterState {
    return { kind: this.kind, config: this.options, tensors: {} }
  }

  /** {@inheritDoc Forecaster.fresh} */
  fresh(): LocalForecaster {
    return new LocalForecaster(this.kind, this.options, this.learns)
  }

  protected task(panel: Panel): LocalTask {
    const { season } = this.options
    const seasons = seasonsFor(season, panel.frequency)
    return { ...this.options, season: seasons[0], seasons, usual: season === undefined }
  }
}

/** The forecasts of all series in one array of means, and one array for each level. */
function* joinForecasts(
  forecasts: readonly LocalForecast[],
  horizon: number,
  levels: readonly number[],
): InPieces<Omit<ForecastNumbers, 'fits'>> {
  const mean = new Float64Array(forecasts.length * horizon)
  const quantiles = levels.map(() => new Float64Array(mean.length))
  const scores = levels.map(normalQuantile)
  const add = (series: number): void => {
    const forecast = forecasts[series]
    mean.set(forecast.mean, series * horizon)
    for (let step = 0; step < horizon; step++)
      for (let level = 0; level < levels.length; level++)
        quantiles[level][series * horizon + step] =
          forecast.quantiles?.[level][step] ?? forecast.mean[step] + scores[level] * forecast.deviation[step]
  }
  for (let series = 0, work = 0; series < forecasts.length; series++) {
    add(series)
    work += horizon
    if (work < pieceRows) continue
    work = 0
    yield
  }
  return { horizon, mean, quantileLevels: levels, quantiles }
}

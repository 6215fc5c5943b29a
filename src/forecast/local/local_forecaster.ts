import { checkOptions } from '../../base/check.ts'
import type { Json } from '../../base/json.ts'
import { normalQuantile } from '../../models/index.ts'
import type { Panel } from '../../series/index.ts'
import { BaseForecaster } from '../base_forecaster.ts'
import { checkForecastFits, checkHistories } from '../check.ts'
import { Forecast } from '../forecast.ts'
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
import { clockPanel, followsClock } from '../season/clock_panel.ts'
import { type Seasons, seasonsFor } from '../season/season.ts'
import { forecastAll } from './forecast_all.ts'
import type { LocalTask } from './method.ts'
import type { LocalMethodName } from './methods/index.ts'

/** Options of all methods that forecast each series by itself. */
export interface LocalOptions {
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
 * A forecaster that forecasts each series by itself, from its target alone: covariates of the panel are not used.
 * `predict` estimates the method's parameters from the history of the series, so `fit` learns nothing, and `predict` also
 * forecasts series that `fit` did not see.
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
  }

  /**
   * Checks that the panel can be forecast. It learns nothing.
   *
   * @param panel - the panel to check
   * @param _options - options of training, which have no effect
   * @throws {GatecastError} `ERR_DATA`, `ERR_NOT_FINITE` naming the series that no model can forecast
   */
  async fit(panel: Panel, _options?: FitOptions): Promise<FitReport> {
    checkHistories(panel)
    return { seconds: 0 }
  }

  /**
   * {@inheritDoc Forecaster.predict}
   *
   * @throws {GatecastError} `ERR_DATA`, `ERR_NOT_FINITE` naming the series that cannot be forecast, `ERR_RANGE` for a
   * forecast that takes more memory than is free, `ABORT_ERR`
   */
  async predict(panel: Panel, options: PredictOptions = {}): Promise<Forecast> {
    checkOptions('predict', options, predictOptionNames)
    const levels = checkLevels(options.quantiles ?? defaultLevels)
    checkHistories(panel)
    checkForecastFits(panel, this.horizon, levels.length)
    if (this.options.season !== 'clock' || !followsClock(panel))
      return Forecast.of(panel, await this.#forecast(panel, this.horizon, levels, options))
    const clock = clockPanel(panel, this.horizon)
    return clock.restore(await this.#forecast(clock.panel, clock.horizon, levels, options))
  }

  async #forecast(panel: Panel, horizon: number, levels: readonly number[], options: PredictOptions) {
    const histories = panel.ids.map((_, series) => panel.history(series))
    const forecasts = await forecastAll(
      this.kind,
      histories,
      { ...this.task(panel), horizon, spread: levels.length > 0 },
      options,
    )
    const mean = new Float64Array(panel.seriesCount * horizon)
    const quantiles = levels.map(() => new Float64Array(mean.length))
    const scores = levels.map(normalQuantile)
    forecasts.forEach((forecast, series) => {
      mean.set(forecast.mean, series * horizon)
      for (let step = 0; step < horizon; step++)
        for (let level = 0; level < levels.length; level++)
          quantiles[level][series * horizon + step] = forecast.mean[step] + scores[level] * forecast.deviation[step]
    })
    return { horizon, mean, quantileLevels: levels, quantiles }
  }

  /**
   * {@inheritDoc Forecaster.facts}
   *
   * @returns no covariates: the method reads the target alone
   */
  override facts(): ForecasterFacts {
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
    return { ...this.options, season: seasons[0], seasons, usual: season === undefined || season === 'clock' }
  }
}

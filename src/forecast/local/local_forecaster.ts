import { checkOptions, checkWhole } from '../../base/check.ts'
import type { Json } from '../../base/json.ts'
import { type Panel, seasonOf } from '../../series/index.ts'
import { checkHistories, checkLongEnough } from '../check.ts'
import { Forecast } from '../forecast.ts'
import {
  BaseForecaster,
  type FitOptions,
  type FitReport,
  type ForecasterState,
  type PredictOptions,
  predictOptionNames,
} from '../forecaster.ts'
import { checkLevels, defaultLevels, normalQuantile } from '../quantiles.ts'
import { registerForecaster } from '../stored.ts'
import { forecastAll } from './forecast_all.ts'
import type { LocalTask } from './method.ts'
import type { LocalKind } from './methods/index.ts'

/** What all methods that take each series by itself are given. */
export interface LocalOptions {
  /** Steps to forecast. */
  horizon: number
  /** Steps in a season, 1 for none; default that of the panel's frequency. */
  season?: number
}

/** What a method is told besides the history. */
export type LocalConfig = LocalOptions & { readonly [option: string]: Json | undefined }

/**
 * A forecaster that takes each series by itself and estimates at `predict` what it needs, from the history it is given
 * then. So `fit` has nothing to learn, and ids that were not there at `fit` are forecast like all others.
 */
export class LocalForecaster extends BaseForecaster {
  /** The method, such as `theta`. */
  readonly kind: LocalKind
  /** {@inheritDoc Forecaster.horizon} */
  readonly horizon: number
  protected readonly config: LocalConfig

  /** @internal */
  constructor(kind: LocalKind, config: LocalConfig, options: readonly string[] = []) {
    super()
    checkOptions(`${kind}`, config, ['horizon', 'season', ...options])
    this.kind = kind
    this.horizon = checkWhole('horizon', config.horizon, 1)
    if (config.season !== undefined) checkWhole('season', config.season, 1)
    this.config = config
  }

  /**
   * Looks at whether the panel can be forecast; there is nothing to learn.
   *
   * @param panel - whose histories are looked at
   * @param _options - of training, of which there is none
   * @throws {GatecastError} `ERR_DATA`, `ERR_NOT_FINITE` naming the series that no model can forecast
   */
  async fit(panel: Panel, _options?: FitOptions): Promise<FitReport> {
    checkHistories(panel)
    checkLongEnough(panel, this.horizon)
    return { seconds: 0 }
  }

  /**
   * {@inheritDoc Forecaster.predict}
   *
   * @throws {GatecastError} `ERR_DATA`, `ERR_NOT_FINITE` naming the series that cannot be forecast, `ABORT_ERR`
   */
  async predict(panel: Panel, options: PredictOptions = {}): Promise<Forecast> {
    checkOptions('predict', options, predictOptionNames)
    const levels = checkLevels(options.quantiles ?? defaultLevels)
    checkHistories(panel)
    const { horizon } = this
    const histories = panel.ids.map((_, series) => panel.history(series))
    const forecasts = await forecastAll(this.kind, histories, this.task(panel), options)
    const mean = new Float64Array(panel.seriesCount * horizon)
    const quantiles = levels.map(() => new Float64Array(mean.length))
    const scores = levels.map(normalQuantile)
    forecasts.forEach((forecast, series) => {
      mean.set(forecast.mean, series * horizon)
      for (let step = 0; step < horizon; step++)
        for (let level = 0; level < levels.length; level++)
          quantiles[level][series * horizon + step] = forecast.mean[step] + scores[level] * forecast.deviation[step]
    })
    return Forecast.of(panel, { horizon, mean, quantileLevels: levels, quantiles })
  }

  /** {@inheritDoc Forecaster.toState} */
  toState(): ForecasterState {
    return { kind: this.kind, config: this.config, tensors: {} }
  }

  /** {@inheritDoc Forecaster.fresh} */
  fresh(): LocalForecaster {
    return new LocalForecaster(this.kind, this.config, Object.keys(this.config))
  }

  protected task(panel: Panel): LocalTask {
    return { ...this.config, season: this.config.season ?? seasonOf(panel.frequency) }
  }
}

/** Makes a kind of local forecaster known to `loadForecaster`. */
export function registerLocal(kind: LocalKind): void {
  registerForecaster(kind, ({ config }) => {
    const known = config as LocalConfig
    return new LocalForecaster(kind, known, Object.keys(known))
  })
}

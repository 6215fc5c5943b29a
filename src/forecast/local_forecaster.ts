import { GatecastError } from '../native/error.ts'
import { checkKnown, checkWhole } from '../nn/check.ts'
import { type Panel, seasonOf } from '../series/index.ts'
import { Forecast } from './forecast.ts'
import {
  BaseForecaster,
  type FitOptions,
  type FitReport,
  type ForecasterState,
  type Json,
  type PredictOptions,
} from './forecaster.ts'
import { forecastAll } from './local/jobs.ts'
import type { LocalTask } from './local/local.ts'
import type { LocalKind } from './local/methods.ts'
import { checkLevels, defaultLevels, normalQuantile } from './quantiles.ts'
import { registerForecaster } from './stored.ts'

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
  readonly kind: LocalKind
  readonly horizon: number
  protected readonly config: LocalConfig

  constructor(kind: LocalKind, config: LocalConfig, options: readonly string[] = []) {
    super()
    checkKnown(`the options of ${kind}`, config, ['horizon', 'season', ...options])
    this.kind = kind
    this.horizon = checkWhole('horizon', config.horizon, 1)
    if (config.season !== undefined) checkWhole('season', config.season, 1)
    this.config = config
  }

  async fit(panel: Panel, _options?: FitOptions): Promise<FitReport> {
    checkHistories(panel)
    checkLongEnough(panel, this.horizon)
    return { seconds: 0 }
  }

  async predict(panel: Panel, options: PredictOptions = {}): Promise<Forecast> {
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

  toState(): ForecasterState {
    return { kind: this.kind, config: this.config, tensors: {} }
  }

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

/** @throws {GatecastError} `ERR_DATA`, `ERR_NOT_FINITE` naming the series that no model can forecast */
export function checkHistories(panel: Panel): void {
  if (panel.seriesCount === 0)
    throw new GatecastError('ERR_DATA', 'Expected a panel with a series, got one without any')
  panel.ids.forEach((id, series) => {
    let observed = 0
    panel.history(series).forEach((value, row) => {
      if (Math.abs(value) === Number.POSITIVE_INFINITY)
        throw new GatecastError(
          'ERR_NOT_FINITE',
          `Expected finite values, got ${value} in row ${row} of series "${id}"`,
        )
      if (!Number.isNaN(value)) observed++
    })
    if (observed >= 2) return
    const rows = panel.lengths[series]
    throw new GatecastError(
      'ERR_DATA',
      `Expected two observed values or more in the history of series "${id}", got ${observed} in ${rows} ` +
        `${rows === 1 ? 'row' : 'rows'}. Leave such series out with panel.select(...)`,
    )
  })
}

/** @throws {GatecastError} `ERR_DATA` if the horizon is longer than every history */
export function checkLongEnough(panel: Panel, horizon: number): void {
  const longest = panel.lengths.reduce((most, rows) => Math.max(most, rows), 0)
  if (longest >= horizon) return
  throw new GatecastError(
    'ERR_DATA',
    `Expected a history at least as long as the horizon of ${horizon} steps, got ${longest} rows in the longest series. ` +
      'Forecast fewer steps, or give more history',
  )
}

// Intervals by split conformal prediction. The forecaster is fitted on the rows before the last windows of the data,
// and forecasts these windows. Its errors at each step decide how wide its intervals are at that step.
//
//   score = |y - f| / u,  u the unit of the series
//   interval of share p at step h:  f +- u * (the ceil((n + 1) p)-th smallest of the n scores at step h)
//
// If future scores are exchangeable with the n past scores, each such interval holds its point with a probability
// between p and p + 1 / (n + 1), for any forecaster. The scores of series that drift or break are not exchangeable;
// then more recent windows help.
//
// Source: Vovk, Gammerman, Shafer 2005, "Algorithmic Learning in a Random World"; Lei et al. 2018 for split conformal
// prediction; Stankeviciute, Alaa, van der Schaar 2021, "Conformal time-series forecasting", for scores at each step
// and for `joint`.

import { checkObject } from '../../base/check.ts'
import { defined } from '../../base/defined.ts'
import { GatecastError } from '../../base/error.ts'
import type { Json } from '../../base/json.ts'
import { unchecked } from '../../base/options/options.ts'
import { objectOf } from '../../base/options/stored.ts'
import type { Tensors } from '../../nn/index.ts'
import { type Panel, seasonOf } from '../../series/index.ts'
import type { Backtest } from '../backtest/backtest.ts'
import { rowsFor, rowsForBacktest } from '../backtest/enough_rows.ts'
import { BaseForecaster } from '../base_forecaster.ts'
import { checkForecaster, checkHistories } from '../check.ts'
import { Forecast } from '../forecast.ts'
import type {
  FitOptions,
  FitReport,
  Forecaster,
  ForecasterFacts,
  ForecasterState,
  PredictOptions,
} from '../forecaster.ts'
import { errorScale } from '../metrics/index.ts'
import { checkNested, nestedOptions, packNested, unpackNested } from '../nested.ts'
import { checkLevels, defaultLevels } from '../quantiles.ts'
import { type Support, withinSupport } from '../support.ts'
import { CalibrationScores } from './calibration_scores.ts'
import { type ConformalOptions, checkConformalOptions } from './conformal_options.ts'

/** The schema in a file; options and the forecaster inside check themselves. */
const checkConfig = objectOf<{ options: object; inner: unknown }>({ options: checkObject, inner: unchecked })

const spreadLevels = [0.1, 0.9]

/** Fewest windows to calibrate on, unless the options say otherwise. */
const leastWindows = 5

/**
 * A forecaster whose quantiles come from its own past errors.
 *
 * @example
 * const model = conformal(theta({ horizon: 12 }), { windows: 20 })
 */
export class Conformal extends BaseForecaster implements Forecaster {
  readonly kind = 'conformal'
  /** {@inheritDoc Forecaster.learns} */
  readonly learns = 'all series'
  /** The forecaster that gets the intervals. */
  readonly inner: Forecaster
  readonly #options: ConformalOptions
  #scores: CalibrationScores | null

  /** @internal */
  constructor(inner: Forecaster, options: ConformalOptions = {}, scores: CalibrationScores | null = null) {
    super()
    checkForecaster('conformal', inner)
    checkConformalOptions(options)
    this.inner = inner
    this.#options = options
    this.#scores = scores
  }

  /** {@inheritDoc Forecaster.options} */
  get options(): Json {
    return { ...this.#options, inner: nestedOptions([this.inner]) }
  }

  /** {@inheritDoc Forecaster.support} */
  override get support(): Support | undefined {
    return this.inner.support
  }

  get horizon(): number {
    return this.inner.horizon
  }

  /** Rows for the fewest windows to calibrate on, which lie one step apart. */
  override get needs(): number {
    const { windows = leastWindows, step = 1 } = this.#options
    return rowsForBacktest(rowsFor(this.inner), { horizon: this.horizon, windows, step })
  }

  /**
   * Calibrates on the last windows, then fits on the whole panel.
   *
   * @param panel - the panel to fit on; its newest windows are used to calibrate
   * @throws {GatecastError} `ERR_DATA` if histories are too short to calibrate on, `ABORT_ERR`
   */
  async fit(panel: Panel, options: FitOptions = {}): Promise<FitReport> {
    const start = performance.now()
    checkHistories(panel)
    const { signal, threads } = options
    // The backtest below measures the errors, so the forecaster does not have to calibrate itself as well.
    const training = { ...options, calibrate: false }
    const backtest = await this.inner.backtest(panel, {
      ...this.#windows(panel),
      quantiles: this.#options.scale === 'spread' ? spreadLevels : [],
      fit: training,
      ...defined({ signal, threads }),
    })
    this.#scores = this.#measure(panel, backtest)
    const report = await this.inner.fit(panel, training)
    return { ...report, seconds: (performance.now() - start) / 1000 }
  }

  async predict(panel: Panel, options: PredictOptions = {}): Promise<Forecast> {
    const scores = this.#scores
    if (!scores)
      throw new GatecastError('ERR_DATA', 'Expected a calibrated forecaster, got an unfitted one. Call fit first')
    const levels = checkLevels(options.quantiles ?? defaultLevels)
    const { horizon } = this
    const own = this.#options.scale === 'spread' ? spreadLevels : []
    const forecast = await this.inner.predict(panel, { ...options, quantiles: own })
    const units = this.#units(panel, forecast)
    const joint = this.#options.joint ? horizon : 1
    // All series are constant so far: the interval is the forecast itself, and there may be no scores.
    const constant = units.every((unit) => unit === 0)
    const quantiles = levels.map((level) => {
      const side = level < 0.5 ? -1 : 1
      const share = Math.abs(2 * level - 1)
      const widths = Float64Array.from({ length: horizon }, (_, step) =>
        share < 1e-9 || constant ? 0 : scores.at(step, 1 - (1 - share) / joint),
      )
      return forecast.mean.map((mean, i) => mean + side * units[i] * widths[i % horizon])
    })
    return new Forecast({
      ...forecast,
      ...withinSupport({ mean: forecast.mean, quantiles }, this.support),
      quantileLevels: levels,
    })
  }

  /**
   * {@inheritDoc Forecaster.facts}
   *
   * @returns the facts of the inner forecaster
   */
  override facts(): ForecasterFacts {
    return this.inner.facts?.() ?? {}
  }

  toState(): ForecasterState {
    const { config, tensors } = packNested([this.inner])
    const options = { ...this.#options }
    return {
      kind: this.kind,
      config: { options, inner: config },
      tensors: { ...tensors, ...this.#scores?.toTensors() },
    }
  }

  fresh(): Conformal {
    return new Conformal(this.inner.fresh(), this.#options)
  }

  /** @internal */
  static fromState({ config, tensors }: ForecasterState): Conformal {
    checkConfig('the configuration of conformal', config)
    const { options, inner } = config as { options: ConformalOptions & Json; inner: Json }
    const [forecaster, ...others] = unpackNested(inner, tensors as Tensors)
    if (others.length > 0)
      throw new GatecastError('ERR_FILE', `Expected one forecaster with intervals, got ${1 + others.length}`)
    return new Conformal(forecaster, options, CalibrationScores.fromTensors(tensors, forecaster.horizon))
  }

  /** @internal */
  checkWhole(): Promise<void> {
    return checkNested([this.inner])
  }

  #windows(panel: Panel): { windows: number; step: number } {
    const { horizon } = this
    const { windows = Math.max(leastWindows, Math.ceil(20 / panel.seriesCount)) } = this.#options
    const lengths = panel.lengths.slice().sort()
    const half = lengths[lengths.length >> 1] / 2
    const room = windows > 1 ? Math.floor((half - horizon) / (windows - 1)) : horizon
    return { windows, step: this.#options.step ?? Math.max(1, Math.min(horizon, room)) }
  }

  #measure(panel: Panel, { windows }: Backtest): CalibrationScores {
    const { horizon } = this
    const scores: number[][] = Array.from({ length: horizon }, () => [])
    for (const { forecast, actual } of windows) {
      const rows = forecast.ids.map((id) => panel.indexOf(id))
      const units = this.#units(
        panel.select(rows).cut((series) => forecast.lengths[series]),
        forecast,
      )
      actual.forEach((value, i) => {
        const score = Math.abs(value - forecast.mean[i]) / units[i]
        // The score is NaN if the value is missing, and NaN or infinite if the series is constant so far.
        if (Number.isFinite(score)) scores[i % horizon].push(score)
      })
    }
    return CalibrationScores.of(scores)
  }

  /** The unit of every point of a forecast. */
  #units(panel: Panel, forecast: Forecast): Float64Array {
    const { scale = 'series', season = seasonOf(panel.frequency) } = this.#options
    if (scale === 'none') return forecast.mean.map(() => 1)
    if (scale === 'spread') {
      const { lower, upper } = forecast.interval(0.8)
      return upper.map((value, i) => value - lower[i])
    }
    const units = panel.ids.map((_, series) => unitOf(panel.history(series), season))
    return forecast.mean.map((_, i) => units[Math.floor(i / forecast.horizon)])
  }
}

/** The mean absolute change over a season or, if that is 0 or not defined, from one observed value to the next. */
function unitOf(history: Float64Array, season: number): number {
  const seasonal = errorScale(history, season).absolute
  if (seasonal > 0) return seasonal
  return errorScale(
    history.filter((value) => !Number.isNaN(value)),
    1,
  ).absolute
}

/**
 * Gives a forecaster intervals whose widths come from its own past errors.
 *
 * @param forecaster - a forecaster of any kind; `fit` fits it
 * @throws {GatecastError} `ERR_TYPE` for a value that is no forecaster, `ERR_RANGE` naming the option
 * @see Vovk, Gammerman, Shafer 2005; Lei et al. 2018; Stankeviciute, Alaa, van der Schaar 2021
 * @example
 * const model = conformal(theta({ horizon: 24 }), { windows: 10 })
 * await model.fit(panel)
 * const { lower, upper } = (await model.predict(panel, { quantiles: [0.1, 0.9] })).interval(0.8)
 */
export const conformal = (forecaster: Forecaster, options?: ConformalOptions): Conformal =>
  new Conformal(forecaster, options)

import { checkOptions } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import type { Json } from '../../base/json.ts'
import type { Model } from '../../nn/index.ts'
import type { Panel } from '../../series/index.ts'
import { checkEnough } from '../backtest/enough_rows.ts'
import { BaseForecaster } from '../base_forecaster.ts'
import type { Forecast } from '../forecast.ts'
import {
  type FitOptions,
  type FitReport,
  type ForecasterFacts,
  type ForecasterState,
  type PredictOptions,
  predictOptionNames,
} from '../forecaster.ts'
import { checkContinues, checkFits } from './data/check_fits.ts'
import { withOwnHolidays } from './data/own_holidays.ts'
import type { PanelStream } from './data/panel_stream.ts'
import { surveyPanels } from './data/survey.ts'
import { onClock, settingsOnClock } from './design/by_clock.ts'
import { type Fitted, factsOf, fittedFrom, lookback, type StoredFitted, storedOf } from './design/fitted.ts'
import { type NetworkSettings, settingsFor } from './design/settings.ts'
import { checkNetworkConfig } from './design/stored_checks.ts'
import type { NetworkFacts } from './network_facts.ts'
import { dryRun } from './predict/dry_run.ts'
import { forecastPanel } from './predict/forecast_panel.ts'
import { ForecastStream } from './stream/forecast_stream.ts'
import { StepFollower } from './stream/step_follower.ts'
import { fitNetwork } from './train/fit_network.ts'
import { heldShare, trainOn } from './train/training.ts'

/**
 * A network that learns from all series of a panel at once. {@link gru}, {@link lstm}, {@link rnn}, {@link deepAr} and
 * {@link mqRnn} make one.
 *
 * The panel of `predict` needs the columns of `fit`, and no categories that `fit` did not see. It may hold other series
 * than those of `fit`, unless `embedIds` is set. Masks mark missing values of the target and of covariates.
 */
export class NetworkForecaster extends BaseForecaster {
  /** The kind of network, for example `gru`. */
  readonly kind: string
  /** {@inheritDoc Forecaster.horizon} */
  readonly horizon: number
  /** {@inheritDoc Forecaster.learns} */
  readonly learns = 'all series'
  readonly #facts: NetworkFacts
  readonly #settings: NetworkSettings
  readonly #isRecursive: boolean
  #fitted: Fitted | null

  /** @internal */
  constructor(facts: NetworkFacts, options: object, fitted: Fitted | null = null) {
    super()
    this.kind = facts.name
    this.#facts = facts
    this.#settings = settingsFor(facts, options)
    this.#isRecursive = facts.isRecursive(this.#settings)
    this.horizon = this.#settings.horizon
    this.#fitted = fitted
  }

  /** The options, with the defaults that do not depend on data. */
  get options(): Json {
    return this.#settings as unknown as Json
  }

  /**
   * {@inheritDoc Forecaster.facts}
   *
   * @returns context, frequency and covariates; an empty object before `fit`
   */
  override facts(): ForecasterFacts {
    return this.#fitted ? { ...factsOf(this.#fitted), isDrawn: this.#isRecursive } : {}
  }

  /** {@inheritDoc Forecaster.needs} */
  override get needs(): number {
    return this.#facts.needs(this.#settings)
  }

  /** The network itself, for example to read its weights. */
  get model(): Model {
    return this.#known().model
  }

  /**
   * Trains from new weights. The first training leaves out the newest rows and stops when they are forecast best; the
   * errors in these rows decide how wide the intervals are, and `validation` of the report compares them with those of
   * repeating the last season. If the rows are few beside the history, the network is done. Otherwise it is trained
   * again on all rows, for the same number of epochs.
   *
   * @param data - a panel, or a stream of panels if memory cannot hold all series
   * @param options - options of training; by default batch size and number of epochs follow from the data
   * @throws {GatecastError} `ERR_DATA`, `ERR_NOT_FINITE`, `ABORT_ERR`; after an error the forecaster is unchanged
   */
  async fit(data: Panel | PanelStream, options: FitOptions = {}): Promise<FitReport> {
    const start = performance.now()
    const clock = onClock(data, this.#settings)
    const survey = await surveyPanels(clock.data, this.#settings, this.#facts, options)
    checkEnough(survey.lengths, this)
    const { fitted, report } = await fitNetwork({
      ...{ data, read: clock.data, survey, clockSteps: clock.extra(), options },
      ...{ facts: this.#facts, settings: this.#settings },
      make: (network) => new NetworkForecaster(this.#facts, this.#settings, network),
    })
    this.#fitted = fitted
    return { ...report, seconds: (performance.now() - start) / 1000 }
  }

  /**
   * Continues training from the current weights: on the same series with newer rows, or on other series to fine-tune a
   * loaded model. Frequency and covariates must be those of `fit`. The scales of covariates do not change.
   *
   * @param data - a panel, or a stream of panels, with the columns of `fit`
   * @throws {GatecastError} `ERR_DATA`, `ERR_NOT_FINITE`, `ABORT_ERR`
   * @example
   * const model = await loadForecaster('sales.safetensors') as NetworkForecaster
   * await model.update(thisWeek, { epochs: 3 })
   */
  async update(data: Panel | PanelStream, options: FitOptions = {}): Promise<FitReport> {
    const start = performance.now()
    const fitted = this.#known()
    const own = fitted.design.clockSteps === undefined ? data : onClock(data, this.#settings).data
    const survey = await surveyPanels(own, this.#settings, this.#facts, options)
    checkContinues(survey, fitted, this.kind)
    const settings = settingsOnClock(this.#settings, fitted.design, this.#isRecursive)
    const held = heldShare(options)
    const { history } = await trainOn(own, fitted, settings, options, {
      purpose: 'update',
      held,
      usual: this.#facts.training,
    })
    return { history, seconds: (performance.now() - start) / 1000 }
  }

  /**
   * {@inheritDoc Forecaster.predict}
   *
   * @throws {GatecastError} `ERR_DATA` before `fit`; `ERR_DATA` naming a series that cannot be forecast; `ABORT_ERR`
   */
  async predict(panel: Panel, options: PredictOptions = {}): Promise<Forecast> {
    const fitted = this.#known()
    checkOptions('predict', options, predictOptionNames)
    checkFits(panel, fitted.design, this.kind)
    return this.#forecast(fitted, withOwnHolidays(panel, fitted.codes), options)
  }

  #forecast(fitted: Fitted, panel: Panel, options: PredictOptions): Promise<Forecast> {
    return forecastPanel(fitted, this.#settings, this.#isRecursive, panel, options)
  }

  /**
   * Makes a stream, which takes observations one at a time and forecasts after each.
   *
   * A direct network reads its whole context again after each observation, and forecasts the whole horizon. A recursive
   * network keeps its native state and runs a single step, which gives the distribution of the next value; the scale of
   * the window stays that of the first history.
   *
   * @param panel - the series up to the newest known values
   * @throws {GatecastError} `ERR_DATA` before `fit`, or for a history with another frequency or other columns
   * @example
   * const stream = model.stream(panel)
   * for await (const value of meter) console.log((await stream.next({ values: [value, value, value] })).mean)
   */
  stream(panel: Panel): ForecastStream {
    const fitted = this.#known()
    checkFits(panel, fitted.design, this.kind)
    const history = withOwnHolidays(panel, fitted.codes)
    if (fitted.design.clockSteps !== undefined)
      throw new GatecastError(
        'ERR_DATA',
        'Expected a network whose season is a number of steps for stream(), got season: "clock". Use predict()',
      )
    const memory = lookback(fitted)
    if (this.#isRecursive)
      return new ForecastStream(new StepFollower(fitted, this.#settings, memory, history.seriesCount), history)
    const follow = (grown: Panel, options: PredictOptions) => this.#forecast(fitted, grown, options)
    const { horizon, support } = this
    const together = fitted.design.group?.length ?? 1
    return new ForecastStream({ horizon, memory, support, together, follow, dispose() {} }, history)
  }

  /** {@inheritDoc Forecaster.toState} */
  toState(): ForecasterState {
    const stored = this.#fitted && storedOf(this.#fitted)
    const config = { settings: this.#settings, fitted: stored } as unknown as Json
    return { kind: this.kind, config, tensors: this.#fitted?.model.parameters ?? {} }
  }

  /** @internal */
  static fromState(facts: NetworkFacts, { config, tensors }: ForecasterState): NetworkForecaster {
    checkNetworkConfig(`the configuration of ${facts.name}`, config)
    const { settings, fitted } = config as unknown as { settings: NetworkSettings; fitted: StoredFitted | null }
    if (!fitted && Object.keys(tensors).length > 0)
      throw new GatecastError('ERR_FILE', 'Expected no weights of a network that is not fitted, got some')
    return new NetworkForecaster(facts, settings, fitted && fittedFrom(fitted, tensors, settings.seed))
  }

  /** @internal */
  async checkWhole(): Promise<void> {
    if (this.#fitted) await dryRun(this.#fitted, this.#settings, this.#isRecursive)
  }

  /** {@inheritDoc Forecaster.fresh} */
  fresh(): NetworkForecaster {
    return new NetworkForecaster(this.#facts, this.#settings)
  }

  /** Releases the native memory at once, without waiting for the garbage collector. */
  [Symbol.dispose](): void {
    this.#fitted?.model[Symbol.dispose]()
  }

  #known(): Fitted {
    if (this.#fitted) return this.#fitted
    throw new GatecastError('ERR_DATA', `Expected a fitted ${this.kind}, got one that is not fitted. Call fit first`)
  }
}

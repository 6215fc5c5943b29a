import { checkObject } from '../../base/check.ts'
import { defined } from '../../base/defined.ts'
import { GatecastError } from '../../base/error.ts'
import type { Json } from '../../base/json.ts'
import { inTurns } from '../../base/resources/turns.ts'
import type { Panel } from '../../series/index.ts'
import { longestOf, rowsFor, rowsForBacktest, windowsWithin } from '../backtest/enough_rows.ts'
import { BaseForecaster } from '../base_forecaster.ts'
import type { Forecast } from '../forecast.ts'
import type {
  FitOptions,
  FitReport,
  Forecaster,
  ForecasterFacts,
  ForecasterState,
  Learns,
  PredictOptions,
} from '../forecaster.ts'
import { allCovariates, checkNested, nestedOptions, packNested, unpackNested } from '../nested.ts'
import { noFitted } from '../residuals/series_fit.ts'
import { commonSupport, type Support } from '../support.ts'
import { type Average, averageForecasts } from './average.ts'
import { EnsembleStream } from './ensemble_stream.ts'
import { checkEnsembleOptions, checkMembers, type EnsembleOptions } from './options.ts'
import { learnWeights } from './weights.ts'

/** Windows from which weights are learned, unless the options say otherwise. */
const usualWindows = 5

/**
 * Several forecasters whose forecasts are averaged.
 *
 * @example
 * const model = ensemble([gru({ horizon: 28 }), theta({ horizon: 28 })], { average: 'median' })
 */
export class Ensemble extends BaseForecaster implements Forecaster {
  readonly kind = 'ensemble'
  readonly horizon: number
  /** The forecasters, in the order of the argument. */
  readonly members: readonly Forecaster[]
  /** The average of their forecasts. */
  readonly average: 'mean' | 'median' | 'weights'
  /** {@inheritDoc Forecaster.learns} */
  readonly learns: Learns
  readonly #options: EnsembleOptions
  #weights: readonly number[] | undefined

  /** @internal */
  constructor(members: readonly Forecaster[], options: EnsembleOptions = {}, learned?: readonly number[]) {
    super()
    checkMembers(members)
    checkEnsembleOptions(options, members.length)
    this.horizon = members[0].horizon
    this.members = members
    this.average = options.average ?? 'mean'
    this.#options = options
    this.#weights = learned ?? options.weights
    const learnsWeights = this.average === 'weights' && options.weights === undefined
    const learnsAll = members.some(({ learns = 'all series' }) => learns === 'all series')
    this.learns = learnsWeights || learnsAll ? 'all series' : 'each series'
  }

  /** The weights of the members; `undefined` for another average, and before `fit` has learned them. */
  get weights(): readonly number[] | undefined {
    return this.#weights
  }

  /** {@inheritDoc Forecaster.needs} */
  override get needs(): number {
    const needs = Math.max(...this.members.map(rowsFor))
    if (!this.#learnsWeights) return needs
    return rowsForBacktest(needs, { horizon: this.horizon, windows: 1, step: 1 })
  }

  /** {@inheritDoc Forecaster.support} */
  override get support(): Support | undefined {
    return commonSupport(this.members.map(({ support }) => support))
  }

  get #learnsWeights(): boolean {
    return this.average === 'weights' && this.#options.weights === undefined
  }

  /**
   * Learns the weights from a backtest of each member, if they are to be learned, and then fits all members.
   *
   * @param panel - the panel to fit on
   * @throws {GatecastError} `ERR_DATA` if histories are too short to learn from, `ABORT_ERR`
   */
  async fit(panel: Panel, options: FitOptions = {}): Promise<FitReport> {
    const start = performance.now()
    const weights = this.#learnsWeights ? await this.#learn(panel, options) : this.#weights
    for (const member of this.members) await member.fit(panel, options)
    this.#weights = weights
    return { seconds: (performance.now() - start) / 1000 }
  }

  async #learn(panel: Panel, options: FitOptions): Promise<number[]> {
    const { horizon, members } = this
    const { windows = usualWindows } = this.#options
    const plan = { horizon, windows, step: horizon }
    const possible = Math.max(1, windowsWithin(longestOf(panel.lengths), Math.max(...members.map(rowsFor)), plan))
    const { signal, threads } = options
    const backtests = []
    for (const member of members) {
      const own = { windows: possible, quantiles: [], fit: { ...options, calibrate: false } }
      backtests.push(await member.backtest(panel, { ...own, ...defined({ signal, threads }) }))
    }
    return inTurns(learnWeights(backtests), signal)
  }

  async predict(panel: Panel, options: PredictOptions = {}): Promise<Forecast> {
    if (options.fitted) throw noFitted(this.kind, 'Its members have their own')
    const average = this.#knownAverage()
    const forecasts: Forecast[] = []
    for (const member of this.members) forecasts.push(await member.predict(panel, options))
    return averageForecasts(forecasts, average)
  }

  /**
   * Makes a stream, which takes observations one at a time and forecasts after each. All members must be networks.
   *
   * @param history - the series up to the newest known values
   * @throws {GatecastError} `ERR_PROGRAM` naming a member that has no stream, `ERR_DATA` before `fit`
   */
  stream(history: Panel): EnsembleStream {
    return new EnsembleStream(this.members, this.#knownAverage(), history)
  }

  #knownAverage(): Average {
    if (this.average !== 'weights') return this.average
    if (this.#weights) return this.#weights
    throw new GatecastError('ERR_DATA', 'Expected an ensemble with weights, got one that is not fitted. Call fit first')
  }

  /** {@inheritDoc Forecaster.options} */
  get options(): Json {
    const { weights, windows } = this.#options
    const own = { average: this.average, ...defined({ weights: weights && [...weights], windows }) }
    return { ...own, members: nestedOptions(this.members) }
  }

  /**
   * {@inheritDoc Forecaster.facts}
   *
   * @returns the covariates that a member reads, and the targets that it was fitted on; an empty object before `fit`
   */
  override facts(): ForecasterFacts {
    const facts = this.members.map((member) => member.facts?.() ?? {})
    return defined({
      covariates: allCovariates(this.members),
      targets: facts.find(({ targets }) => targets)?.targets,
    })
  }

  toState(): ForecasterState {
    const { config, tensors } = packNested(this.members)
    const { weights, windows } = this.#options
    const options = { average: this.average, ...defined({ weights: weights && [...weights], windows }) }
    const learned = this.#learnsWeights && this.#weights ? { learned: [...this.#weights] } : {}
    return { kind: this.kind, config: { ...options, ...learned, members: config }, tensors }
  }

  fresh(): Ensemble {
    return new Ensemble(
      this.members.map((member) => member.fresh()),
      this.#options,
    )
  }

  /** @internal */
  static fromState({ config, tensors }: ForecasterState): Ensemble {
    checkObject('the configuration of an ensemble', config)
    const { members, learned, ...options } = config as unknown as EnsembleOptions & {
      members: Json
      learned?: number[]
    }
    const inner = unpackNested(members, tensors)
    // Weights that were learned obey the rules of those that are given.
    if (learned !== undefined) checkEnsembleOptions({ average: 'weights', weights: learned }, inner.length)
    return new Ensemble(inner, options, learned)
  }

  /** @internal */
  checkWhole(): Promise<void> {
    return checkNested(this.members)
  }
}

/**
 * Averages the forecasts of several forecasters: their means, and their quantiles level by level. The members may be of
 * different kinds, or of one kind with other seeds or contexts.
 *
 * @param members - forecasters with the same horizon, no two of them equal; `fit` fits all of them
 * @throws {GatecastError} `ERR_SHAPE` if their horizons differ, `ERR_DATA` if two members are the same model,
 * `ERR_RANGE` naming the option
 * @see Lichtendahl, Grushka-Cockayne, Winkler 2013, "Is it better to average probabilities or quantiles?"
 * @example
 * const model = ensemble([theta({ horizon: 12 }), ets({ horizon: 12 })])
 */
export const ensemble = (members: readonly Forecaster[], options?: EnsembleOptions): Ensemble =>
  new Ensemble(members, options)

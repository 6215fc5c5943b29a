import type { Panel } from '../../../series/index.ts'
import type { Forecast } from '../../forecast.ts'
import type { PredictOptions } from '../../forecaster.ts'
import { lastRows, observedLengths } from '../../panel_rows.ts'
import { checkWithin, type Support } from '../../support.ts'
import { append, type Observation } from './append.ts'

export type { Observation } from './append.ts'

/** The part of a network that a stream uses. */
export interface Follower {
  readonly horizon: number
  /** Number of history rows that the stream keeps. */
  readonly memory: number
  /** Number of series in a sample; default 1. Series of a sample keep the same rows. */
  readonly together?: number
  /** The values that observations and forecasts can have. */
  readonly support: Support | undefined
  /** Forecasts from the end of a panel's history, which has one row more than at the last call. */
  follow(panel: Panel, options: PredictOptions): Promise<Forecast>
  dispose(): void
}

/** Keeps the last `memory` rows up to the last observed value, so that an outage does not push observed values out. */
const remembered = (panel: Panel, { memory, together }: Pick<Follower, 'memory' | 'together'>): Panel =>
  lastRows(panel, memory, observedLengths(panel, together))

/** Takes observations one at a time, and forecasts after each. The method `stream` of a network makes one. */
export class ForecastStream {
  readonly #follower: Follower
  #panel: Panel

  /** @internal */
  constructor(follower: Follower, history: Panel) {
    checkWithin(history, follower.support)
    this.#follower = follower
    this.#panel = remembered(history, follower)
  }

  /**
   * Takes the next observation of every series.
   *
   * @param observation - for each series, in the order of the panel: its value, and its covariates by name
   * @returns the forecast of the steps after the observation
   * @throws {GatecastError} `ERR_SHAPE`, `ERR_DATA`, `ERR_NOT_FINITE` naming column and series
   */
  async next(observation: Observation, options: PredictOptions = {}): Promise<Forecast> {
    const panel = remembered(append(this.#panel, observation, this.#follower.horizon), this.#follower)
    checkWithin(panel, this.#follower.support)
    const forecast = await this.#follower.follow(panel, options)
    this.#panel = panel
    return forecast
  }

  /** Releases the native memory. */
  [Symbol.dispose](): void {
    this.#follower.dispose()
  }
}

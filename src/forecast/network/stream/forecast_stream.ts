import type { Panel } from '../../../series/index.ts'
import type { Forecast } from '../../forecast.ts'
import type { PredictOptions } from '../../forecaster.ts'
import { lastRows, observedLengths } from '../../panel_rows.ts'
import { append, type Observation } from './append.ts'

export type { Observation } from './append.ts'

/** What a stream asks of its network. */
export interface Follower {
  readonly horizon: number
  /** Rows of history that are kept. */
  readonly memory: number
  /** The forecast from the end of a panel's history, one row further than the last time. */
  follow(panel: Panel, options: PredictOptions): Promise<Forecast>
  dispose(): void
}

/** Values before an outage stay, however long it lasts. */
const remembered = (panel: Panel, memory: number): Panel => lastRows(panel, memory, observedLengths(panel))

/** Forecasts while observations come in. Made by `stream` of a network. */
export class ForecastStream {
  readonly #follower: Follower
  #panel: Panel

  /** @internal */
  constructor(follower: Follower, history: Panel) {
    this.#follower = follower
    this.#panel = remembered(history, follower.memory)
  }

  /**
   * Takes the next observation of every series.
   *
   * @param observation - of each series, in the order of the panel: its value, and covariates by name
   * @returns the forecast from there on
   * @throws {GatecastError} `ERR_SHAPE`, `ERR_DATA`, `ERR_NOT_FINITE` naming column and series
   */
  async next(observation: Observation, options: PredictOptions = {}): Promise<Forecast> {
    const { horizon, memory } = this.#follower
    const panel = remembered(append(this.#panel, observation, horizon), memory)
    const forecast = await this.#follower.follow(panel, options)
    this.#panel = panel
    return forecast
  }

  /** Releases native memory. */
  [Symbol.dispose](): void {
    this.#follower.dispose()
  }
}

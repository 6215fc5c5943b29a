import { GatecastError } from '../../base/error.ts'
import type { Panel } from '../../series/index.ts'
import type { Forecast } from '../forecast.ts'
import type { Forecaster, PredictOptions } from '../forecaster.ts'
import type { ForecastStream, Observation } from '../network/stream/forecast_stream.ts'
import { type Average, averageForecasts } from './average.ts'

type Streamer = Forecaster & { stream(history: Panel): Pick<ForecastStream, 'next' | typeof Symbol.dispose> }

const canStream = (member: Forecaster): member is Streamer => typeof (member as Partial<Streamer>).stream === 'function'

/** Takes observations one at a time, and averages the forecasts of the members after each. */
export class EnsembleStream {
  readonly #streams: readonly ReturnType<Streamer['stream']>[]
  readonly #average: Average

  /** @internal */
  constructor(members: readonly Forecaster[], average: Average, history: Panel) {
    const streamers = members.map((member) => {
      if (canStream(member)) return member
      throw new GatecastError(
        'ERR_PROGRAM',
        `Expected an ensemble of networks for stream(), got the member ${member.kind}, which reads all of its history ` +
          'at each forecast. Use predict() with a panel that has the new rows',
      )
    })
    this.#streams = streamers.map((member) => member.stream(history))
    this.#average = average
  }

  /**
   * Takes the next observation of every series.
   *
   * @param observation - for each series, in the order of the panel: its value, and its covariates by name
   * @returns the average of the members' forecasts of the steps after the observation
   * @throws {GatecastError} `ERR_SHAPE`, `ERR_DATA`, `ERR_NOT_FINITE` naming column and series; `ERR_SHAPE` if some
   * members go step by step and others do not
   */
  async next(observation: Observation, options: PredictOptions = {}): Promise<Forecast> {
    const forecasts: Forecast[] = []
    for (const stream of this.#streams) forecasts.push(await stream.next(observation, options))
    const steps = [...new Set(forecasts.map(({ horizon }) => horizon))]
    if (steps.length === 1) return averageForecasts(forecasts, this.#average)
    throw new GatecastError(
      'ERR_SHAPE',
      `Expected members whose streams forecast the same number of steps, got ${steps.join(' and ')}: recursive ` +
        'networks forecast one step. Use members that are all recursive, or none',
    )
  }

  /** Releases the native memory. */
  [Symbol.dispose](): void {
    for (const stream of this.#streams) stream[Symbol.dispose]()
  }
}

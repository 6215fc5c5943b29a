import { setImmediate as otherWork } from 'node:timers/promises'
import { formatTime, panelFromSeries } from 'gatecast'

/** A request that does not fit what the server knows of a meter. */
export class Conflict extends Error {
  /**
   * @param {number} status the status of the answer
   * @param {string} message
   * @param {string} [expected] the time that the server expects next
   */
  constructor(status, message, expected) {
    super(message)
    this.status = status
    this.expected = expected
  }
}

/**
 * @typedef {object} Meter
 * @property {import('gatecast').ForecastStream} stream
 * @property {import('gatecast').Forecast} forecast the newest forecast
 * @property {Promise<unknown>} done settles when the stream has no work
 */

/** Follows meters, each by a stream of its own. The least recently used meter leaves if there are too many. */
export class Meters {
  #model
  #most
  #frequency
  /** @type {Map<string, Meter>} The least recently used meter is the first. */
  #meters = new Map()

  /**
   * @param {import('gatecast').NetworkForecaster} model
   * @param {number} most
   */
  constructor(model, most) {
    const { frequency } = model.facts()
    if (frequency === undefined) throw new Error('Expected a model that is fitted, got one that is not')
    this.#model = model
    this.#frequency = frequency
    this.#most = most
  }

  get count() {
    return this.#meters.size
  }

  /**
   * Begins to follow a meter, or begins again.
   *
   * @param {string} id
   * @param {string} from time of the first value
   * @param {(number | null)[]} values its history; `null` for a value that is missing
   */
  async begin(id, from, values) {
    const history = { id, start: from, values: values.slice(0, -1) }
    const stream = this.#model.stream(panelFromSeries([history], { frequency: this.#frequency }))
    const forecast = await nextOf(stream, values[values.length - 1])
    this.forget(id)
    this.#meters.set(id, { stream, forecast, done: Promise.resolve() })
    for (const oldest of this.#meters.keys()) {
      if (this.#meters.size <= this.#most) break
      this.forget(oldest)
    }
    return forecast
  }

  /**
   * Takes the next values of a meter. Requests for the same meter run one after another.
   *
   * @param {string} id
   * @param {string} from time of the first value
   * @param {(number | null)[]} values
   */
  push(id, from, values) {
    const meter = this.#used(id)
    const result = meter.done.then(() => this.#take(meter, from, values))
    meter.done = result.catch(() => {})
    return result
  }

  /**
   * The newest forecast of a meter.
   *
   * @param {string} id
   */
  forecast(id) {
    return this.#used(id).forecast
  }

  close() {
    for (const id of this.#meters.keys()) this.forget(id)
  }

  /**
   * @param {Meter} meter
   * @param {string} from
   * @param {(number | null)[]} values
   */
  async #take(meter, from, values) {
    const { timeZone, frequency } = meter.forecast
    const next = meter.forecast.times(0)[0]
    // A stream counts steps and reads no times: a value that comes twice, or a gap, would shift all that follow.
    if (Date.parse(from) !== next) {
      const expected = formatTime(next, timeZone, frequency)
      throw new Conflict(409, `Expected values from ${expected} on, got values from ${from}`, expected)
    }
    for (const value of values) meter.forecast = await nextOf(meter.stream, value)
    return meter.forecast
  }

  /** @param {string} id */
  #used(id) {
    const meter = this.#meters.get(id)
    if (!meter) throw new Conflict(404, `Expected a meter that the server follows, got "${id}": PUT its history first`)
    this.#meters.delete(id)
    this.#meters.set(id, meter)
    return meter
  }

  /**
   * Stops to follow a meter. Its work in progress ends first.
   *
   * @param {string} id
   */
  forget(id) {
    const meter = this.#meters.get(id)
    this.#meters.delete(id)
    meter?.done.then(() => meter.stream[Symbol.dispose]())
  }
}

/**
 * @param {import('gatecast').ForecastStream} stream
 * @param {number | null} value
 */
async function nextOf(stream, value) {
  const forecast = await stream.next({ values: [value] })
  // A small network forecasts on this thread. Between two forecasts the thread answers other requests.
  await otherWork()
  return forecast
}

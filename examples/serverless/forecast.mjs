// Forecasts of one request. The request brings the history, so any instance can answer it, and none keeps anything.

import { GatecastError, loadForecaster, panelFromSeries } from 'gatecast'

const { MODEL = 'model.safetensors' } = process.env

// An instance loads the model once, before its first request.
const model = await loadForecaster(MODEL)
const frequency = model.facts?.().frequency

const mostSeries = 100
const mostValues = 10_000

/** A request that cannot be answered, and the status of the answer. */
export class BadRequest extends Error {
  /**
   * @param {number} status
   * @param {string} message
   */
  constructor(status, message) {
    super(message)
    this.status = status
  }
}

/**
 * Forecasts the series of a request: `{"series": [{"id": "a", "start": "2024-01-01", "values": [1, null, 3]}]}`.
 *
 * @param {string} text the body of the request, JSON
 * @param {AbortSignal} [signal] ends the forecast
 * @returns {Promise<{ forecast: Record<string, string | number>[] }>}
 * @throws {BadRequest} for a body of another form, and for series that the model cannot forecast
 */
export async function forecastOf(text, signal) {
  const series = read(text)
  try {
    const panel = panelFromSeries(series, { frequency: frequency ?? 'd' })
    const forecast = await model.predict(panel, signal ? { signal } : {})
    return { forecast: forecast.toRows() }
  } catch (error) {
    // The message names the series and the value.
    if (error instanceof GatecastError && error.code !== 'ABORT_ERR') throw new BadRequest(422, error.message)
    throw error
  }
}

/**
 * @param {string} text
 * @returns {import('gatecast').SeriesInput[]}
 */
function read(text) {
  let body
  try {
    body = JSON.parse(text)
  } catch {
    throw new BadRequest(400, 'Expected JSON, got other text')
  }
  const series = body?.series
  if (!Array.isArray(series) || series.length < 1 || series.length > mostSeries)
    throw new BadRequest(400, `Expected a list "series" of 1 to ${mostSeries} series`)
  return series.map(({ id, start, values }, i) => {
    if (typeof id !== 'string' || typeof start !== 'string')
      throw new BadRequest(400, `Expected texts "id" and "start" of series ${i}`)
    if (!Array.isArray(values) || values.length > mostValues || !values.every(isReading))
      throw new BadRequest(400, `Expected at most ${mostValues} numbers or nulls as "values" of series "${id}"`)
    return { id, start, values }
  })
}

/** @param {unknown} value */
const isReading = (value) => value === null || typeof value === 'number'

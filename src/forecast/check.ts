import { isFloat64Array } from '../base/brand.ts'
import { shown } from '../base/check.ts'
import { GatecastError } from '../base/error.ts'
import { type Field, whole } from '../base/options/fields.ts'
import { checkMemory } from '../base/resources/memory_limit.ts'
import { isDataFrame } from '../frames/frame.ts'
import type { Panel } from '../series/index.ts'
import type { Backtest } from './backtest/backtest.ts'
import type { Forecast } from './forecast.ts'
import type { FitOptions, Forecaster } from './forecaster.ts'

/**
 * Checks that a value is a panel, by its properties: `instanceof` would refuse a panel of another copy of the library.
 *
 * @throws {GatecastError} `ERR_TYPE` for a value that is no panel, `ERR_DATA` for a panel without series
 */
export function checkPanel(panel: Panel): void {
  const { ids, offsets, target } = (panel ?? {}) as Partial<Panel>
  if (!Array.isArray(ids) || !isFloat64Array(offsets) || !isFloat64Array(target?.values))
    throw new GatecastError(
      'ERR_TYPE',
      `Expected a panel, got ${isDataFrame(panel) ? 'a frame' : shown(panel)}. Make one with panelFromRows(), ` +
        'panelFromColumns(), panelFromSeries() or prepare(frame, ...).toPanel()',
    )
  if (ids.length === 0) throw new GatecastError('ERR_DATA', 'Expected a panel with one series or more, got none')
}

/** The largest horizon. A step of a longer one says nothing, and a mistyped number must not take all memory. */
export const mostSteps = 1_000_000

/** The option `horizon` of every kind. */
export const horizonField: Field<number> = whole({ min: 1, max: mostSteps, required: true, help: 'steps to forecast' })

/**
 * Checks, before any of it is taken, that memory holds the forecast of a panel.
 *
 * @param levels - number of quantiles
 * @throws {GatecastError} `ERR_MEMORY` naming the horizon and the memory
 */
export function checkForecastFits({ seriesCount }: Pick<Panel, 'seriesCount'>, horizon: number, levels: number): void {
  // Numbers of 8 bytes: the mean and the quantiles, as the method makes them and as the forecast holds them.
  const bytes = 2 * 8 * seriesCount * horizon * (1 + levels)
  const what = `the forecast of ${horizon} steps of ${seriesCount} series with ${levels} quantiles`
  checkMemory(bytes, what, 'Use a smaller horizon, fewer quantiles, or fewer series at a time: panel.select([...])')
}

/**
 * The sizes that the largest value of a series may have. A network calculates in float32, which holds 1e-38 to 3e38, and
 * its draws and errors are larger and smaller than the values.
 */
const sizes = { least: 1e-35, most: 1e35 }

/**
 * Checks that every series can be forecast: two observed values or more, none infinite, and of a size that can be
 * calculated with.
 *
 * @throws {GatecastError} `ERR_DATA`, `ERR_NOT_FINITE`, `ERR_RANGE` naming the series
 */
export function checkHistories(panel: Panel): void {
  checkPanel(panel)
  const { ids, offsets, lengths, target } = panel
  for (let series = 0; series < ids.length; series++) {
    const start = offsets[series]
    const rows = lengths[series]
    const observed = countObserved(target.values, start, start + rows, ids[series])
    if (observed < 2) throw unobserved(observed, rows, ids[series])
  }
}

function countObserved(values: Float64Array, from: number, to: number, id: string): number {
  let [observed, largest] = [0, 0]
  for (let row = from; row < to; row++) {
    const size = Math.abs(values[row])
    if (Number.isNaN(size)) continue
    if (size === Number.POSITIVE_INFINITY) throw infinite(values[row], row - from, id)
    observed++
    if (size > largest) largest = size
  }
  if (largest > 0 && (largest < sizes.least || largest > sizes.most)) throw outOfSize(largest, id)
  return observed
}

const outOfSize = (largest: number, id: string): GatecastError =>
  new GatecastError(
    'ERR_RANGE',
    `Expected the largest value of series "${id}" to be from ${sizes.least} to ${sizes.most} in size, got ${largest}. ` +
      'Use another unit: multiply the target by a power of 10, and divide the forecast by it',
  )

const infinite = (value: number, row: number, id: string): GatecastError =>
  new GatecastError(
    'ERR_NOT_FINITE',
    `Expected finite values, got ${value} in row ${row} of series "${id}". Use NaN for a missing value`,
  )

const unobserved = (observed: number, rows: number, id: string): GatecastError =>
  new GatecastError(
    'ERR_DATA',
    `Expected two observed values or more in the history of series "${id}", got ${observed} in ${rows} ` +
      `${rows === 1 ? 'row' : 'rows'}. Give the series more rows, or leave it out`,
  )

/** @throws {GatecastError} `ERR_TYPE` for a value that is no forecaster */
export function checkForecaster(where: string, value: Forecaster): void {
  if (typeof value?.predict === 'function' && typeof value.fit === 'function') return
  throw new GatecastError(
    'ERR_TYPE',
    `Expected a forecaster for ${where}, for example gru({ horizon: 28 }), got ${shown(value)}`,
  )
}

/** Whether a value is a forecast, by its properties: it may come from another copy of the library. */
export const isForecast = (value: unknown): value is Forecast =>
  typeof value === 'object' &&
  value !== null &&
  isFloat64Array((value as Forecast).mean) &&
  Array.isArray((value as Forecast).quantileLevels) &&
  typeof (value as Forecast).of === 'function'

/** Whether a value is a backtest, by its properties. */
export const isBacktest = (value: unknown): value is Backtest =>
  typeof value === 'object' &&
  value !== null &&
  Array.isArray((value as Backtest).windows) &&
  typeof (value as Backtest).kind === 'string' &&
  typeof (value as Backtest).horizon === 'number'

/** @throws {GatecastError} `ERR_RANGE` for weights, which would have no effect on a method without training */
export function refuseWeights(kind: string, { weights }: FitOptions = {}): void {
  if (weights === undefined) return
  throw new GatecastError(
    'ERR_RANGE',
    `Expected no weights for ${kind}, whose rows all count the same, got weights: ${shown(weights)}. Leave it out, or use ` +
      'a network, for example gru',
  )
}

import { type SignalOption, signalOf } from '../base/abort.ts'
import { checkFloats, checkList, checkNumber, checkWhole, shown } from '../base/check.ts'
import { GatecastError } from '../base/error.ts'
import { atOnce, inTurns } from '../base/resources/turns.ts'
import { makerOf } from '../frames/make_frame.ts'
import {
  addSteps,
  type Columns,
  type DataFrame,
  type FrameLibrary,
  type FrameOf,
  type Frequency,
  type Panel,
  stepTimes,
} from '../series/index.ts'
import { checkPlaces } from '../series/panel/check_parts.ts'
import { checkCount, checkFinite, checkLevels, checkQuantiles, levelIndex, sortAcross } from './quantiles.ts'
import { checkFits, partsOfFit, type SeriesFit } from './residuals/series_fit.ts'
import { columnsInPieces, frameColumnsInPieces, rowsInPieces } from './result/forecast_columns.ts'
import type { ForecastNumbers, ForecastParts, SeriesForecast } from './result/forecast_parts.ts'

export type { ForecastNumbers, ForecastParts, SeriesForecast } from './result/forecast_parts.ts'

/**
 * The next `horizon` steps of every series of a panel: means and quantiles.
 *
 * @example
 * const forecast = await model.predict(panel, { quantiles: [0.1, 0.5, 0.9] })
 * const { times, mean, quantiles } = forecast.of('store 7')
 * const { lower, upper } = forecast.interval(0.8)
 * forecast.toDataFrame().print()
 */
export class Forecast implements ForecastParts {
  readonly ids: readonly string[]
  readonly frequency: Frequency
  readonly timeZone: string
  readonly horizon: number
  readonly starts: Float64Array
  readonly lengths: Float64Array
  readonly mean: Float64Array
  readonly quantileLevels: readonly number[]
  readonly quantiles: readonly Float64Array[]
  readonly fits: readonly SeriesFit[] | undefined
  readonly channels: readonly string[] | undefined
  readonly names: { readonly series: string; readonly time: string }
  #index: Map<string, number> | undefined

  /**
   * Makes a forecast. It keeps the arrays without a copy, and sorts quantiles that cross, step by step, in place:
   * sorting moves no quantile further from the true one (Chernozhukov, Fernández-Val, Galichon 2010).
   *
   * @param parts - arrays, and the series, times and levels that they belong to
   * @throws {GatecastError} `ERR_SHAPE` if the parts do not fit each other, `ERR_NOT_FINITE` naming the series, `ERR_TYPE`
   * naming a part of another kind
   */
  constructor(parts: ForecastParts) {
    checkPlaces('a forecast', parts, 'predict(panel) of a forecaster')
    checkWhole('horizon of a forecast', parts.horizon, 1)
    checkFloats('mean of a forecast', parts.mean)
    for (const values of checkList('quantiles of a forecast', parts.quantiles))
      checkFloats('each of the quantiles of a forecast', values)
    this.ids = parts.ids
    this.frequency = parts.frequency
    this.timeZone = parts.timeZone
    this.horizon = parts.horizon
    this.starts = parts.starts
    this.lengths = parts.lengths
    this.mean = parts.mean
    this.quantileLevels = checkLevels(parts.quantileLevels)
    this.quantiles = parts.quantiles
    this.fits = parts.fits
    this.channels = parts.channels
    this.names = parts.names ?? { series: 'series', time: 'time' }
    this.#check()
    sortAcross(this.quantiles)
  }

  /**
   * Makes the forecast of all series of a panel, starting after the end of each history.
   *
   * @param panel - the panel whose histories precede the forecast
   * @param parts - means and quantiles, `[series x horizon]`, and the fits of the series
   * @throws {GatecastError} `ERR_SHAPE` if the parts do not fit each other, `ERR_NOT_FINITE` naming the series
   */
  static of(panel: Panel, parts: ForecastNumbers): Forecast {
    const { ids, frequency, timeZone, starts, lengths, channels, names } = panel
    return new Forecast({ ids, frequency, timeZone, starts, lengths, channels, names, ...parts })
  }

  /** Number of series. */
  get seriesCount(): number {
    return this.ids.length
  }

  /** Time of the first forecast step of each series, in milliseconds since 1970 UTC. */
  get origins(): Float64Array {
    return this.starts.map((start, series) => addSteps(start, this.lengths[series], this.frequency, this.timeZone))
  }

  /**
   * The times of the forecast steps of a series.
   *
   * @param series - index of the series in `ids`
   * @returns `[horizon]`, in milliseconds since 1970 UTC
   * @throws {GatecastError} `ERR_TYPE`, `ERR_RANGE` for a value that is no index of a series
   */
  times(series: number): Float64Array {
    checkWhole('series', series, 0, this.ids.length - 1)
    const from = this.lengths[series]
    return stepTimes(this.starts[series], from, from + this.horizon, this.frequency, this.timeZone)
  }

  /**
   * The forecast of one series.
   *
   * @param id - id of the series, as in the panel
   * @throws {GatecastError} `ERR_DATA` if no series has this id
   */
  of(id: string): SeriesForecast {
    this.#index ??= new Map(this.ids.map((known, series) => [known, series]))
    const series = this.#index.get(id)
    if (series === undefined)
      throw new GatecastError('ERR_DATA', `Expected the id of a forecast series, got ${shown(id)}`)
    const part = (values: Float64Array) => values.subarray(series * this.horizon, (series + 1) * this.horizon)
    const quantiles = this.quantileLevels.map((level, i) => [level, part(this.quantiles[i])])
    const own = { id, times: this.times(series), mean: part(this.mean), quantiles: Object.fromEntries(quantiles) }
    return this.fits ? { ...own, ...partsOfFit(this.fits[series]) } : own
  }

  /**
   * The central interval that is expected to hold a share of the values to come, for all series. The interval for 0.8
   * goes from quantile 0.1 to quantile 0.9.
   *
   * @param share - between 0 and 1
   * @returns both ends, `[series x horizon]`
   * @throws {GatecastError} `ERR_RANGE` if the forecast does not have the two quantiles
   */
  interval(share: number): { lower: Float64Array; upper: Float64Array } {
    checkNumber('share', share, 0, 1)
    const levels = [(1 - share) / 2, (1 + share) / 2]
    const [lower, upper] = levels.map((level) => levelIndex(this.quantileLevels, level))
    if (lower >= 0 && upper > lower) return { lower: this.quantiles[lower], upper: this.quantiles[upper] }
    throw new GatecastError(
      'ERR_RANGE',
      `Expected a share whose two quantiles are among ${this.quantileLevels.join(', ')}, got ${share}. ` +
        'Request its quantiles: predict(panel, { quantiles: [...] })',
    )
  }

  /**
   * The forecast as columns with one row for each series and step: id, time as ISO text or as the number of an index,
   * mean, and one column for each level, for example `q0.1`. With several targets, `target` has their names.
   *
   * @returns arrays of equal length. The call makes 1,000 rows or more in a millisecond and nothing else runs meanwhile: in
   * a server, use {@link Forecast.toColumnsAsync} for more than 50,000 rows
   */
  toColumns(): Columns {
    return atOnce(columnsInPieces(this))
  }

  /**
   * The columns of `toColumns()`. The call gives way to other work of the thread every few milliseconds.
   *
   * @param options - `signal` stops the call
   * @returns arrays of equal length
   * @throws {GatecastError} `ABORT_ERR`
   */
  async toColumnsAsync(options: SignalOption = {}): Promise<Columns> {
    return inTurns(columnsInPieces(this), signalOf('toColumnsAsync', options))
  }

  /**
   * The forecast as an array of objects with the keys of `toColumns()`.
   *
   * @returns one object for each series and step. In a server, use {@link Forecast.toRowsAsync} for more than 50,000 rows
   */
  toRows(): Record<string, string | number>[] {
    return atOnce(rowsInPieces(this))
  }

  /**
   * The rows of `toRows()`. The call gives way to other work of the thread every few milliseconds.
   *
   * @param options - `signal` stops the call
   * @returns one object for each series and step
   * @throws {GatecastError} `ABORT_ERR`
   */
  async toRowsAsync(options: SignalOption = {}): Promise<Record<string, string | number>[]> {
    return inTurns(rowsInPieces(this), signalOf('toRowsAsync', options))
  }

  /**
   * The forecast as a frame with the columns of `toColumns()`. In a DataFrame of danfo, times are ISO texts; other frames
   * get dates if all times are midnights, else points in time.
   *
   * @param library - the imported package whose frame it becomes, as {@link dataFrame} takes it
   * @throws {GatecastError} `ERR_TYPE` if the package is not given and danfojs-node is not installed
   */
  toDataFrame(): DataFrame
  toDataFrame<Library extends FrameLibrary>(library: Library): FrameOf<Library>
  toDataFrame(library?: FrameLibrary): object {
    const maker = makerOf(library)
    return maker.make(atOnce(frameColumnsInPieces(this, maker.hasTimes)))
  }

  #check(): void {
    const { seriesCount, horizon } = this
    checkCount('starts', this.starts, seriesCount)
    checkCount('lengths', this.lengths, seriesCount)
    checkCount('mean', this.mean, seriesCount * horizon)
    if (this.fits) checkFits(this.fits, this.lengths, horizon)
    checkQuantiles(this)
    for (const values of [this.mean, ...this.quantiles]) checkFinite(values, horizon, this.ids)
  }
}

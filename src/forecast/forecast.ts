import { checkFloats, checkList, checkNumber, checkWhole, shown } from '../base/check.ts'
import { GatecastError } from '../base/error.ts'
import {
  addSteps,
  type Columns,
  type Danfo,
  type DataFrame,
  dataFrame,
  type Frequency,
  formatTime,
  type Panel,
  stepTimes,
} from '../series/index.ts'
import { checkPlaces } from '../series/panel/check_parts.ts'
import { nameColumns } from '../series/targets.ts'
import { checkCount, checkFinite, checkLevels, checkQuantiles, levelIndex, sortAcross } from './quantiles.ts'
import { checkFits, partsOfFit, type SeriesFit } from './residuals/series_fit.ts'

/** The data of a forecast. `mean` and each array of `quantiles` are `[series x horizon]`, series after series. */
export interface ForecastParts {
  /** Ids of the series, in the order of the arrays. */
  readonly ids: readonly string[]
  /** The distance in time between two steps. */
  readonly frequency: Frequency
  /** IANA name of the time zone in which days and longer steps are counted. */
  readonly timeZone: string
  /** Number of steps that are forecast. */
  readonly horizon: number
  /** Time of the first row of each series' history, in milliseconds since 1970 UTC. */
  readonly starts: Float64Array
  /** Number of rows of each series' history: its first forecast step is `lengths[series]` steps after its start. */
  readonly lengths: Float64Array
  /** The expected value of each step. */
  readonly mean: Float64Array
  /** Levels of the quantiles, ascending, each between 0 and 1. */
  readonly quantileLevels: readonly number[]
  /** The values of the quantiles: one array for each level. */
  readonly quantiles: readonly Float64Array[]
  /** Fitted values, residuals and components of each history: the result of `predict(panel, { fitted: true })`. */
  readonly fits?: readonly SeriesFit[]
  /** The names of the targets, if each series of the panel has several; see {@link Panel.withTargets}. */
  readonly channels?: readonly string[] | undefined
  /** Names of the columns for id and time, in rows and in a DataFrame. */
  readonly names?: { readonly series: string; readonly time: string }
}

/** The numbers of a forecast, without the series that they belong to. */
export type ForecastNumbers = Pick<ForecastParts, 'horizon' | 'mean' | 'quantileLevels' | 'quantiles' | 'fits'>

/** The forecast of one series, one number for each step. */
export interface SeriesForecast {
  /** Id of the series. */
  readonly id: string
  /** Times of the steps, in milliseconds since 1970 UTC. */
  readonly times: Float64Array
  /** The expected value of each step. */
  readonly mean: Float64Array
  /** The quantiles, by level: `quantiles[0.9]`. */
  readonly quantiles: Readonly<Record<number, Float64Array>>
  /** One-step forecasts of the rows of the history, with `fitted: true`; NaN where there is none. */
  readonly fitted?: Float64Array
  /** The history minus the fitted values, with `fitted: true`; NaN where one of the two is missing. */
  readonly residuals?: Float64Array
  /**
   * Parts of the model by name, for example `level`, `trend` and `season 12`, with `fitted: true`: the rows of the history,
   * then those of the horizon.
   */
  readonly components?: Readonly<Record<string, Float64Array>>
}

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
   */
  toColumns(): Columns {
    const { horizon, names } = this
    const times = this.ids.flatMap((_, series) =>
      Array.from(this.times(series), (time) =>
        this.frequency.unit === 'step' ? time : formatTime(time, this.timeZone, this.frequency),
      ),
    )
    return {
      ...nameColumns(names.series, this, () => horizon),
      [names.time]: times,
      mean: this.mean,
      ...Object.fromEntries(this.quantileLevels.map((level, i) => [`q${level}`, this.quantiles[i]])),
    }
  }

  /**
   * The forecast as an array of objects with the keys of `toColumns()`.
   *
   * @returns one object for each series and step
   */
  toRows(): Record<string, string | number>[] {
    const columns = Object.entries(this.toColumns()) as [string, ArrayLike<string | number>][]
    return Array.from(this.mean, (_, row) => Object.fromEntries(columns.map(([name, values]) => [name, values[row]])))
  }

  /**
   * The forecast as a DataFrame with the columns of `toColumns()`.
   *
   * @param danfo - the imported `danfojs` or `danfojs-node`; without it, `danfojs-node` has to be installed
   * @throws {GatecastError} `ERR_TYPE` if danfo is not given and not installed
   */
  toDataFrame(danfo?: Danfo): DataFrame {
    return dataFrame(this.toColumns(), danfo)
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

import { formatTime } from '../../series/index.ts'
import type { Forecast } from '../forecast.ts'
import type { Points } from '../metrics/shared/metric.ts'
import { owa } from './owa.ts'
import { meanScores, type Scores, scoresOf } from './scores.ts'

/** The forecasts from one origin, with what came. */
export interface BacktestWindow {
  /** Of the series that had a history before this origin. */
  readonly forecast: Forecast
  /** What came: `[series x horizon]`, NaN where missing. */
  readonly actual: Float64Array
  /** The unit of MASE for each series: its in-sample error before the origin. */
  readonly absoluteScale: Float64Array
  /** The unit of RMSSE. */
  readonly squaredScale: Float64Array
}

/**
 * Forecasts from several origins and their scores.
 *
 * A score of a series is taken over all steps of all its windows; an overall one is the mean over the series for which
 * it is defined, as in the M competitions.
 *
 * @example
 * const backtest = await theta({ horizon: 12 }).backtest(panel, { windows: 5 })
 * console.log(backtest.overall.mase, backtest.perHorizon[11].coverage80)
 */
export class Backtest {
  /** The kind of forecaster, such as `theta`. */
  readonly kind: string
  /** Steps that were forecast from each origin. */
  readonly horizon: number
  /** Steps in the season that scales MASE and RMSSE. */
  readonly season: number
  /** What was forecast from each origin, the oldest first, and what came. */
  readonly windows: readonly BacktestWindow[]
  #perSeries: { id: string; scores: Scores }[] | undefined
  #perHorizon: Scores[] | undefined

  /** @internal */
  constructor(parts: Pick<Backtest, 'kind' | 'horizon' | 'season' | 'windows'>) {
    this.kind = parts.kind
    this.horizon = parts.horizon
    this.season = parts.season
    this.windows = parts.windows
  }

  /** The mean over the series. */
  get overall(): Scores {
    return meanScores(this.perSeries.map(({ scores }) => scores))
  }

  /** Each series over all its windows. */
  get perSeries(): readonly { id: string; scores: Scores }[] {
    this.#perSeries ??= Array.from(this.#rowsOfSeries(), ([id, rows]) => ({ id, scores: this.#score(rows) }))
    return this.#perSeries
  }

  /** Each step ahead, the first one first, over all series and windows. */
  get perHorizon(): readonly Scores[] {
    this.#perHorizon ??= Array.from({ length: this.horizon }, (_, step) => {
      const rows = this.windows.flatMap((window, w) => window.forecast.ids.map((_, series) => [w, series] as const))
      return this.#score(rows, step, step + 1)
    })
    return this.#perHorizon
  }

  /**
   * Overall weighted average of M4, relative to a backtest of `naive2` over the same windows.
   *
   * @param reference - of `naive2`, over the same windows of the same panel
   * @returns the mean of the relative sMAPE and the relative MASE: below 1 is better than the reference
   */
  owa(reference: Backtest): number {
    return owa(this.overall as { smape: number; mase: number }, reference.overall as { smape: number; mase: number })
  }

  /**
   * A row per window, series and step: origin, id, time, step, actual (null where missing), mean, quantiles.
   *
   * @returns as many rows as windows, series and steps together
   */
  toRows(): Record<string, string | number | null>[] {
    return this.windows.flatMap(({ forecast, actual }) => {
      const { names, horizon, origins, timeZone, frequency } = forecast
      const starts = Array.from(origins, (time) => formatTime(time, timeZone, frequency))
      return forecast.toRows().map((row, i) => {
        const { [names.series]: id, [names.time]: time, ...rest } = row
        return {
          origin: starts[Math.floor(i / horizon)],
          [names.series]: id,
          [names.time]: time,
          step: (i % horizon) + 1,
          actual: Number.isNaN(actual[i]) ? null : actual[i],
          ...rest,
        }
      })
    })
  }

  #rowsOfSeries(): Map<string, (readonly [window: number, series: number])[]> {
    const rows = new Map<string, (readonly [number, number])[]>()
    this.windows.forEach(({ forecast }, window) => {
      forecast.ids.forEach((id, series) => {
        const own = rows.get(id)
        if (own) own.push([window, series])
        else rows.set(id, [[window, series]])
      })
    })
    return rows
  }

  /** Scores of steps [from, to) of some series of some windows. */
  #score(rows: readonly (readonly [window: number, series: number])[], from = 0, to = this.horizon): Scores {
    const steps = to - from
    const levels = this.windows[0]?.forecast.quantileLevels ?? []
    const gather = (of: (window: BacktestWindow) => Float64Array): Float64Array => {
      const values = new Float64Array(rows.length * steps)
      rows.forEach(([window, series], row) => {
        const start = series * this.horizon
        values.set(of(this.windows[window]).subarray(start + from, start + to), row * steps)
      })
      return values
    }
    const spread = (of: (window: BacktestWindow) => Float64Array): Float64Array => {
      const values = new Float64Array(rows.length * steps)
      rows.forEach(([window, series], row) => {
        values.fill(of(this.windows[window])[series], row * steps, (row + 1) * steps)
      })
      return values
    }
    const points: Points = {
      actual: gather((window) => window.actual),
      mean: gather((window) => window.forecast.mean),
      levels,
      quantiles: levels.map((_, level) => gather((window) => window.forecast.quantiles[level])),
      absoluteScale: spread((window) => window.absoluteScale),
      squaredScale: spread((window) => window.squaredScale),
    }
    return scoresOf(points)
  }
}

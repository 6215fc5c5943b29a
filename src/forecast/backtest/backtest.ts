import { type SignalOption, signalOf } from '../../base/abort.ts'
import { checkList, checkText, checkWhole, shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { atOnce, eachPiece, type InPieces, inTurns, pieceRows } from '../../base/resources/turns.ts'
import { formatTime } from '../../series/index.ts'
import type { Forecast } from '../forecast.ts'
import type { Points } from '../metrics/shared/metric.ts'
import { owa } from './owa.ts'
import { meanScores, type Scores, scorePoints } from './scores.ts'

/** Series after which the work gives way. */
const someSeries = 32

/** A series in a window. */
type Row = readonly [window: number, series: number]

/** The forecasts from one origin, and the values that came after it. */
export interface BacktestWindow {
  /** The forecast of all series that had a history before this origin. */
  readonly forecast: Forecast
  /** The values that came: `[series x horizon]`, NaN for a missing value. */
  readonly actual: Float64Array
  /** The unit of MASE for each series: the mean absolute seasonal change of its history before the origin. */
  readonly absoluteScale: Float64Array
  /** The unit of RMSSE for each series: the mean squared seasonal change of its history before the origin. */
  readonly squaredScale: Float64Array
}

/**
 * Forecasts from several origins and their scores.
 *
 * The score of a series covers all steps of all its windows. The overall score is the mean over the series for which
 * the score is defined, as in the M competitions.
 *
 * @example
 * const backtest = await theta({ horizon: 12 }).backtest(panel, { windows: 5 })
 * console.log(backtest.overall.mase, backtest.perHorizon[11].coverage80)
 */
export class Backtest {
  /** The kind of forecaster, for example `theta`. */
  readonly kind: string
  /** Number of steps that were forecast from each origin. */
  readonly horizon: number
  /** Number of steps in the season that scales MASE and RMSSE. */
  readonly season: number
  /** The forecasts from each origin and the values that came, the oldest origin first. */
  readonly windows: readonly BacktestWindow[]
  #overall: Scores | undefined
  #perSeries: { id: string; scores: Scores }[] | undefined
  #perHorizon: Scores[] | undefined

  /** @internal */
  constructor(parts: Pick<Backtest, 'kind' | 'horizon' | 'season' | 'windows'>) {
    if (typeof parts !== 'object' || parts === null)
      throw new GatecastError('ERR_TYPE', `Expected a backtest of forecaster.backtest(panel), got ${shown(parts)}`)
    checkText('kind of a backtest', parts.kind)
    checkWhole('horizon of a backtest', parts.horizon, 1)
    checkWhole('season of a backtest', parts.season, 1)
    checkList('windows of a backtest', parts.windows)
    this.kind = parts.kind
    this.horizon = parts.horizon
    this.season = parts.season
    this.windows = parts.windows
  }

  /** The mean of each score over the series. */
  get overall(): Scores {
    return atOnce(this.overallInPieces())
  }

  /** The scores of each series, over all its windows. */
  get perSeries(): readonly { id: string; scores: Scores }[] {
    this.#perSeries ??= atOnce(this.#scoreSeries())
    return this.#perSeries
  }

  /** The scores of each step of the horizon, over all series and windows. Index 0 is the first step. */
  get perHorizon(): readonly Scores[] {
    this.#perHorizon ??= atOnce(this.#scoreSteps())
    return this.#perHorizon
  }

  /**
   * Computes all scores in turns with other work of the thread. Afterwards `overall`, `perSeries` and `perHorizon` have
   * them at hand. Without this call, the first of them computes its scores at once: about 50 series in a millisecond.
   *
   * @param options - `signal` stops the call
   * @returns this backtest
   * @throws {GatecastError} `ABORT_ERR`
   */
  async scored(options: SignalOption = {}): Promise<this> {
    await inTurns(this.scoreInPieces(), signalOf('scored', options))
    return this
  }

  /** @internal */
  *scoreInPieces(): InPieces<void> {
    yield* this.overallInPieces()
    this.#perHorizon ??= yield* this.#scoreSteps()
  }

  /** @internal */
  *overallInPieces(): InPieces<Scores> {
    this.#perSeries ??= yield* this.#scoreSeries()
    this.#overall ??= yield* meanScores(this.#perSeries)
    return { ...this.#overall }
  }

  *#scoreSeries(): InPieces<{ id: string; scores: Scores }[]> {
    const all: { id: string; scores: Scores }[] = []
    for (const [id, rows] of yield* this.#rowsOfSeries()) {
      all.push({ id, scores: yield* this.#score(rows) })
      if (all.length % someSeries === 0) yield
    }
    return all
  }

  *#scoreSteps(): InPieces<Scores[]> {
    const rows = this.windows.flatMap((window, w) => window.forecast.ids.map((_, series) => [w, series] as const))
    const all: Scores[] = []
    for (let step = 0; step < this.horizon; step++) {
      all.push(yield* this.#score(rows, step, step + 1))
      yield
    }
    return all
  }

  /**
   * The overall weighted average of the M4 competition, relative to a backtest of `naive2`.
   *
   * @param reference - a backtest of `naive2` over the same windows of the same panel
   * @returns the mean of the relative sMAPE and the relative MASE; below 1 is better than the reference
   * @throws {GatecastError} `ERR_TYPE` unless it is a backtest
   */
  owa(reference: Backtest): number {
    if (typeof reference?.overall !== 'object')
      throw new GatecastError('ERR_TYPE', `Expected a backtest, got ${shown(reference)}`)
    return owa(this.overall as { smape: number; mase: number }, reference.overall as { smape: number; mase: number })
  }

  /**
   * One row for each window, series and step: origin, id, time, step, actual (null if missing), mean, quantiles.
   *
   * @returns the rows of the first window first; within a window, series after series
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

  *#rowsOfSeries(): InPieces<Map<string, Row[]>> {
    const rows = new Map<string, Row[]>()
    for (const [window, { forecast }] of this.windows.entries())
      yield* eachPiece(forecast.ids.length, (from, to) => {
        for (let series = from; series < to; series++) {
          const id = forecast.ids[series]
          const own = rows.get(id)
          if (own) own.push([window, series])
          else rows.set(id, [[window, series]])
        }
      })
    return rows
  }

  /** Scores over the steps from `from` up to but not including `to`, of the given series and windows. */
  *#score(rows: readonly Row[], from = 0, to = this.horizon): InPieces<Scores> {
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
    const quantiles: Float64Array[] = []
    for (const level of levels.keys()) {
      quantiles.push(gather((window) => window.forecast.quantiles[level]))
      if (rows.length > pieceRows) yield
    }
    const points: Points = {
      actual: gather((window) => window.actual),
      mean: gather((window) => window.forecast.mean),
      levels,
      quantiles,
      absoluteScale: spread((window) => window.absoluteScale),
      squaredScale: spread((window) => window.squaredScale),
    }
    return scorePoints(points)
  }
}

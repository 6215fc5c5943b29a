import type { InPieces } from '../../base/resources/turns.ts'
import { Backtest, type BacktestWindow } from '../backtest/backtest.ts'
import type { Scores } from '../backtest/scores.ts'
import { inUnits } from '../metrics/shared/error_scale.ts'

/** Scores that are watched: errors, the share of values within each interval, and the width of each interval. */
const watched = /^(mae|mase|coverage\d.*|width\d.*)$/

/**
 * The scores of some windows, as the mean over their series, and `bias`: the mean of forecast minus actual value in the
 * units of MASE, above 0 if forecasts are too high.
 */
export function* measure(backtest: Backtest, windows: readonly BacktestWindow[]): InPieces<Scores> {
  const { kind, season } = backtest
  const horizon = windows[0]?.forecast.horizon ?? backtest.horizon
  const some = new Backtest({ kind, season, horizon, windows })
  yield* some.scoreInPieces()
  const scores = Object.entries(some.overall).filter(([name]) => watched.test(name))
  return { ...Object.fromEntries(scores), bias: biasOf(windows) }
}

function biasOf(windows: readonly BacktestWindow[]): number {
  const means = new Map<string, { sum: number; count: number }>()
  for (const { forecast, actual, absoluteScale } of windows)
    for (let i = 0; i < actual.length; i++) {
      const series = Math.floor(i / forecast.horizon)
      const error = inUnits(forecast.mean[i] - actual[i], absoluteScale[series])
      if (error === undefined || Number.isNaN(error)) continue
      const own = means.get(forecast.ids[series]) ?? { sum: 0, count: 0 }
      means.set(forecast.ids[series], { sum: own.sum + error, count: own.count + 1 })
    }
  let total = 0
  for (const { sum, count } of means.values()) total += sum / count
  return total / means.size
}

/** The scores of the backtest over its first steps: a forecast whose last values have not come is compared with these. */
export function referenceScores(backtest: Backtest): (steps: number) => InPieces<Scores> {
  const known = new Map<number, Scores>()
  return function* (steps) {
    const kept = Math.min(steps, backtest.horizon)
    const before = known.get(kept)
    if (before) return before
    const windows = backtest.windows.map((window) => ({
      ...window,
      actual: window.actual.map((value, i) => (i % backtest.horizon < kept ? value : Number.NaN)),
    }))
    const scores = yield* measure(backtest, windows)
    known.set(kept, scores)
    return scores
  }
}

/** The mean of each score over periods. Periods without the score do not count. */
export function meanOf(all: readonly Scores[]): Scores {
  const names = new Set(all.flatMap((scores) => Object.keys(scores)))
  return Object.fromEntries(
    [...names].map((name) => {
      const values = all.map((scores) => scores[name]).filter((value) => value !== undefined && !Number.isNaN(value))
      return [name, values.reduce((sum, value) => sum + value, 0) / values.length]
    }),
  )
}

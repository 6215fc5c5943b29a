import type { Backtest } from '../../forecast/backtest/backtest.ts'

/** For each quantile level, the share of actual values at or below that quantile, over all windows. */
export function calibration({ windows }: Backtest): { level: number; below: number }[] {
  return (windows[0]?.forecast.quantileLevels ?? []).map((level, i) => {
    let count = 0
    let below = 0
    for (const { forecast, actual } of windows) {
      for (let row = 0; row < actual.length; row++) {
        if (Number.isNaN(actual[row])) continue
        count++
        if (actual[row] <= forecast.quantiles[i][row]) below++
      }
    }
    return { level, below: below / count }
  })
}

/**
 * Fills missing values, for methods that need all values. A missing value becomes the mean of the values one season
 * before and after it, or the one of the two that is observed. If both are missing, it is interpolated linearly between
 * its neighbours; at an end it takes the nearest value.
 */
export function fillGaps(history: Float64Array, season: number): Float64Array {
  if (!history.some(Number.isNaN)) return history
  const filled = history.slice()
  for (let t = 0; t < history.length; t++) {
    if (!Number.isNaN(history[t])) continue
    const around = season > 1 ? [history[t - season], history[t + season]] : []
    const there = around.filter((value) => value !== undefined && !Number.isNaN(value))
    filled[t] = there.length ? there.reduce((sum, value) => sum + value, 0) / there.length : between(history, t)
  }
  return filled
}

function between(history: Float64Array, t: number): number {
  let before = t
  let after = t
  while (before >= 0 && Number.isNaN(history[before])) before--
  while (after < history.length && Number.isNaN(history[after])) after++
  if (before < 0) return history[after]
  if (after === history.length) return history[before]
  return history[before] + ((history[after] - history[before]) * (t - before)) / (after - before)
}

/**
 * The history with values for those that are missing, for methods that need all: the mean of the values a season
 * before and after, as far as they are there; else on the line between the neighbours, or the nearest value at an end.
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

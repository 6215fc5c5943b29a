// How strong a season is: 1 - variance of the remainder / variance of season and remainder, from 0 to 1, by a
// decomposition into trend, season and remainder with LOESS (STL).
//
// Source: Cleveland, Cleveland, McRae, Terpenning 1990, "STL: a seasonal-trend decomposition procedure based on loess";
// Wang, Smith, Hyndman 2006, "Characteristic-based clustering for time series data". The windows are those of `mstl` in
// R's forecast; as there, smooths are computed at some rows and interpolated between them.

/** A smooth: points in a window, the degree of the local polynomial, and the rows from one smooth to the next. */
interface Smoother {
  readonly window: number
  readonly degree: 0 | 1
  readonly jump: number
}

/** The strength of a season in a series without gaps that is longer than two seasons. */
export function seasonalStrength(values: Float64Array, season: number): number {
  const { trend, seasonal } = decomposed(values, season)
  const rest = values.map((value, t) => value - trend[t] - seasonal[t])
  const strength = 1 - varianceAround(rest) / varianceAround(rest.map((value, t) => value + seasonal[t]))
  return Math.max(0, Math.min(1, strength))
}

function varianceAround(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1)
}

const smoother = (window: number, degree: 0 | 1): Smoother => ({ window, degree, jump: Math.ceil(window / 10) })
const odd = (value: number): number => Math.round(value) + (Math.round(value) % 2 === 0 ? 1 : 0)

function decomposed(values: Float64Array, season: number): { trend: Float64Array; seasonal: Float64Array } {
  const length = values.length
  const seasonSmoother = smoother(11, 0)
  const trendSmoother = smoother(odd(Math.ceil((1.5 * season) / (1 - 1.5 / 11))), 1)
  const lowSmoother = smoother(odd(season), 1)
  let trend: Float64Array = new Float64Array(length)
  let seasonal: Float64Array = new Float64Array(length)
  for (let round = 0; round < 2; round++) {
    const cycles = smoothCycles(
      values.map((value, t) => value - trend[t]),
      season,
      seasonSmoother,
    )
    const low = smooth(average(average(average(cycles, season), season), 3), lowSmoother)
    seasonal = low.map((value, t) => cycles[season + t] - value)
    trend = smooth(
      values.map((value, t) => value - seasonal[t]),
      trendSmoother,
    )
  }
  return { trend, seasonal }
}

/** Smooths the values of each place in the season, one season beyond both ends. */
function smoothCycles(values: Float64Array, season: number, { window, degree, jump }: Smoother): Float64Array {
  const cycles = new Float64Array(values.length + 2 * season)
  for (let place = 0; place < season; place++) {
    const own = Float64Array.from(
      { length: Math.ceil((values.length - place) / season) },
      (_, i) => values[i * season + place],
    )
    const count = own.length
    const inside = smooth(own, { window, degree, jump })
    const before = local(own, -1, 0, Math.min(window, count) - 1, window, degree) ?? inside[0]
    const after = local(own, count, Math.max(0, count - window), count - 1, window, degree) ?? inside[count - 1]
    cycles[place] = before
    inside.forEach((value, i) => {
      cycles[(i + 1) * season + place] = value
    })
    cycles[(count + 1) * season + place] = after
  }
  return cycles
}

/** Means of runs of `window` values. */
function average(values: Float64Array, window: number): Float64Array {
  const means = new Float64Array(values.length - window + 1)
  let sum = 0
  for (let t = 0; t < values.length; t++) {
    sum += values[t] - (t >= window ? values[t - window] : 0)
    if (t >= window - 1) means[t - window + 1] = sum / window
  }
  return means
}

function smooth(values: Float64Array, { window, degree, jump }: Smoother): Float64Array {
  const count = values.length
  if (count < 2) return values.slice()
  const stride = Math.min(jump, count - 1)
  const half = Math.floor((window + 1) / 2)
  const at = (t: number): number => {
    const from = window >= count ? 0 : Math.max(0, Math.min(count - window, t - half + 1))
    const to = window >= count ? count - 1 : from + window - 1
    return local(values, t, from, to, window, degree) ?? values[t]
  }
  const smoothed = new Float64Array(count)
  let last = 0
  smoothed[0] = at(0)
  while (last < count - 1) {
    const next = Math.min(last + stride, count - 1)
    smoothed[next] = at(next)
    for (let t = last + 1; t < next; t++)
      smoothed[t] = smoothed[last] + ((smoothed[next] - smoothed[last]) * (t - last)) / (next - last)
    last = next
  }
  return smoothed
}

/** The local polynomial through the rows `from` to `to`, at a place `x`; `undefined` if no row has weight. */
function local(
  values: Float64Array,
  x: number,
  from: number,
  to: number,
  window: number,
  degree: 0 | 1,
): number | undefined {
  const count = values.length
  const reach = Math.max(x - from, to - x) + (window > count ? Math.floor((window - count) / 2) : 0)
  const weights = new Float64Array(to - from + 1)
  let sum = 0
  for (let j = from; j <= to; j++) {
    const distance = Math.abs(j - x)
    if (distance > 0.999 * reach) continue
    const weight = distance <= 0.001 * reach ? 1 : (1 - (distance / reach) ** 3) ** 3
    weights[j - from] = weight
    sum += weight
  }
  if (sum <= 0) return undefined
  let centre = 0
  for (let j = from; j <= to; j++) centre += (weights[j - from] / sum) * j
  let spread = 0
  for (let j = from; j <= to; j++) spread += (weights[j - from] / sum) * (j - centre) ** 2
  const tilt = degree === 1 && reach > 0 && Math.sqrt(spread) > 0.001 * (count - 1) ? (x - centre) / spread : 0
  let result = 0
  for (let j = from; j <= to; j++) result += (weights[j - from] / sum) * (1 + tilt * (j - centre)) * values[j]
  return result
}

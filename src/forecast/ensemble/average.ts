// Averages forecasts: their means, and their quantiles level by level. Each interval is then as wide as the intervals of
// the members are on average. Averaging probabilities instead would make it wider.
//
// Source: Lichtendahl, Grushka-Cockayne, Winkler 2013, "Is it better to average probabilities or quantiles?"

import { Forecast } from '../forecast.ts'

/** The average of the members' values at each place: their mean, their median, or a sum with weights that sum to 1. */
export type Average = 'mean' | 'median' | readonly number[]

/** Averages several forecasts of the same series, horizon and levels. */
export function averageForecasts(forecasts: readonly Forecast[], average: Average): Forecast {
  const combine = combinerFor(average)
  const [first] = forecasts
  return new Forecast({
    ...first,
    mean: combine(forecasts.map(({ mean }) => mean)),
    quantiles: first.quantileLevels.map((_, level) => combine(forecasts.map(({ quantiles }) => quantiles[level]))),
  })
}

type Combine = (arrays: readonly Float64Array[]) => Float64Array

function combinerFor(average: Average): Combine {
  if (average === 'median') return medianOf
  if (average === 'mean') return (arrays) => weightedOf(arrays, () => 1 / arrays.length)
  return (arrays) => weightedOf(arrays, (member) => average[member])
}

/** The weighted sum is taken around the first member, so that values of 1e9 that differ by little keep their digits. */
function weightedOf(arrays: readonly Float64Array[], weight: (member: number) => number): Float64Array {
  const [first, ...others] = arrays
  const sums = first.slice()
  for (const [o, values] of others.entries()) {
    const own = weight(o + 1)
    for (let i = 0; i < sums.length; i++) sums[i] += own * (values[i] - first[i])
  }
  return sums
}

function medianOf(arrays: readonly Float64Array[]): Float64Array {
  const values = new Float64Array(arrays.length)
  const medians = new Float64Array(arrays[0].length)
  for (let i = 0; i < medians.length; i++) {
    for (let member = 0; member < arrays.length; member++) values[member] = arrays[member][i]
    values.sort()
    medians[i] = (values[(values.length - 1) >> 1] + values[values.length >> 1]) / 2
  }
  return medians
}

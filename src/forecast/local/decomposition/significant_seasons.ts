import { isSeasonal, seasonalIndices, withoutSeason } from '../numeric/seasonality.ts'

/**
 * The seasons that a series without gaps shows: those that the test of Theta finds, each in the values without the
 * seasons found before. A season of which the series has fewer than three is not found.
 *
 * @param periods - numbers of steps, ascending
 */
export function significantSeasons(values: Float64Array, periods: readonly number[]): number[] {
  let rest = values
  return periods.filter((period) => {
    if (!isSeasonal(rest, period)) return false
    rest = withoutSeason(rest, { kind: 'additive', indices: seasonalIndices(rest, period, 'additive') })
    return true
  })
}

/**
 * The differences to the values `lag` rows before; the first `lag` of them are missing. A lag of 1 removes a trend, a
 * lag of a season removes the season.
 */
export const difference = (values: Float64Array, lag = 1): Float64Array =>
  values.map((value, row) => (row < lag ? Number.NaN : value - values[row - lag]))

/**
 * The inverse of {@link difference}: the values that follow `previous` and have the given differences.
 *
 * @param differences - without the missing ones at the start
 * @param previous - values before them, at least `lag`
 */
export function integrate(differences: ArrayLike<number>, previous: ArrayLike<number>, lag = 1): Float64Array {
  const result = new Float64Array(differences.length)
  for (let row = 0; row < result.length; row++)
    result[row] = differences[row] + (row < lag ? previous[previous.length - lag + row] : result[row - lag])
  return result
}

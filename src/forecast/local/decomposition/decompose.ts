import type { SignalOption } from '../../../base/abort.ts'
import { checkList, checkNumbers, checkObject, checkOptions, checkWhole } from '../../../base/check.ts'
import { GatecastError } from '../../../base/error.ts'
import { atOnce, type InPieces, inTurns } from '../../../base/resources/turns.ts'
import { decomposed } from './adjusted.ts'
import { checkWindow } from './window.ts'

/** Options of {@link decompose}. */
export interface DecomposeOptions {
  /** Numbers of steps of the seasons, ascending. */
  readonly seasons: readonly number[]
  /**
   * The number of seasons over which each place of a season is smoothed: an odd number from 7 on, or `'periodic'` for
   * seasons that never change; default 11 for the shortest season, 15 for the next.
   */
  readonly window?: number | 'periodic'
}

/** Parts of a series: the sum of trend, all seasons and remainder is the series. */
export interface Decomposition {
  /** The level without seasons. */
  readonly trend: Float64Array
  /** One array for each season. */
  readonly seasons: readonly Float64Array[]
  /** The series minus trend and seasons; NaN where a value is missing. */
  readonly remainder: Float64Array
}

/**
 * Decomposes a series into trend, seasons and remainder by LOESS: STL for one season, MSTL for several. Gaps are filled from
 * the trend and the seasons.
 *
 * @param values - at least two of each season; NaN for a missing value, but not for the first and the last
 * @returns arrays of the length of the series. The call takes about a millisecond for 1,000 rows and one season, and nothing
 * else runs meanwhile: in a server, use {@link decomposeAsync} for more than 10,000 rows
 * @throws {GatecastError} `ERR_TYPE`, `ERR_RANGE` for values or options of another kind, `ERR_DATA` for a series that is too
 * short, or that begins or ends with a missing value
 * @see Cleveland, Cleveland, McRae, Terpenning 1990; Bandara, Hyndman, Bergmeir 2021
 * @example
 * const { trend, seasons, remainder } = decompose(panel.history(0), { seasons: [7] })
 */
export const decompose = (values: ArrayLike<number>, options: DecomposeOptions): Decomposition =>
  atOnce(decomposeInPieces(values, options))

/**
 * {@link decompose} in turns with other work of the thread.
 *
 * @param values - at least two of each season; NaN for a missing value, but not for the first and the last
 * @param options - those of {@link decompose}, and `signal`, which stops the call
 * @returns arrays of the length of the series
 * @throws {GatecastError} those of {@link decompose}, `ABORT_ERR`
 * @example
 * const { trend, seasons, remainder } = await decomposeAsync(panel.history(0), { seasons: [7] })
 */
export async function decomposeAsync(
  values: ArrayLike<number>,
  options: DecomposeOptions & SignalOption,
): Promise<Decomposition> {
  checkObject('the options of decomposeAsync', options)
  const { signal, ...rest } = options
  return inTurns(decomposeInPieces(values, rest), signal)
}

function* decomposeInPieces(values: ArrayLike<number>, options: DecomposeOptions): InPieces<Decomposition> {
  checkNumbers('values', values)
  checkOptions('decompose', options, ['seasons', 'window'])
  const periods = checkList('seasons', options.seasons)
  if (periods.length === 0)
    throw new GatecastError('ERR_RANGE', 'Expected seasons to hold one season or more, got none')
  periods.forEach((period, i) => {
    checkWhole(
      i === 0 ? 'the first of seasons' : `the season after ${periods[i - 1]}`,
      period,
      (periods[i - 1] ?? 1) + 1,
    )
  })
  const history = new Float64Array(values)
  yield
  const least = 2 * periods[periods.length - 1] + 1
  if (history.length < least || Number.isNaN(history[0]) || Number.isNaN(history[history.length - 1]))
    throw new GatecastError(
      'ERR_DATA',
      `Expected ${least} values or more for seasons ${periods.join(', ')}, the first and the last not missing, got ` +
        `${history.length} values. Leave out the longest season, or cut missing values off the ends`,
    )
  const window = options.window === undefined ? undefined : checkWindow('window', options.window)
  const parts = yield* decomposed(history, periods, window === 'periodic' ? Number.POSITIVE_INFINITY : window)
  yield
  return { ...parts, remainder: parts.remainder.map((value, t) => (Number.isNaN(history[t]) ? Number.NaN : value)) }
}

import { blameOf, type GatecastError } from '../../base/error.ts'

/** Series [from, to) that one call did, and its result. */
interface GoodRange<Result> {
  from: number
  to: number
  result: Result
}

interface BadOne {
  series: number
  error: GatecastError
}

/**
 * Does work on many series in one call. If the call fails because of a series, halves the series until each bad one is
 * found: without a bad series that costs one call, and a bad series among thousands costs a dozen smaller calls more.
 *
 * @param count - number of series
 * @param attempt - does the work for series [from, to); throws if one of them is bad
 * @returns the results for ranges of good series, and the error of each bad series
 * @throws the errors of which no series is to blame
 */
export async function withoutBadSeries<Result>(
  count: number,
  attempt: (from: number, to: number) => Promise<Result>,
): Promise<{ good: GoodRange<Result>[]; bad: BadOne[] }> {
  const good: GoodRange<Result>[] = []
  const bad: BadOne[] = []
  const visit = async (from: number, to: number): Promise<void> => {
    try {
      good.push({ from, to, result: await attempt(from, to) })
    } catch (error) {
      if (blameOf(error) !== 'series') throw error
      if (to - from === 1) {
        bad.push({ series: from, error: error as GatecastError })
        return
      }
      const middle = (from + to) >> 1
      await visit(from, middle)
      await visit(middle, to)
    }
  }
  if (count > 0) await visit(0, count)
  return { good, bad }
}

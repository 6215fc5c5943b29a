/** Codes of what is wrong with a series, rather than with the machine or the job. */
const ofData = new Set(['ERR_DATA', 'ERR_TYPE', 'ERR_NOT_FINITE', 'ERR_RANGE', 'ERR_SHAPE'])

/**
 * Does work on many series at once, and finds those for which it cannot be done by halving: one bad series costs a dozen
 * calls on fewer and fewer series, whatever is wrong with it, and none costs nothing.
 *
 * @param attempt - for series [from, to); throws if one of them is bad
 * @returns what `attempt` gave for the runs of good series, and the reason for each bad one
 */
import { GatecastError } from '../../base/error.ts'
export async function withoutBadSeries<Result>(
  count: number,
  attempt: (from: number, to: number) => Promise<Result>,
): Promise<{ good: { from: number; to: number; result: Result }[]; bad: { series: number; error: GatecastError }[] }> {
  const good: { from: number; to: number; result: Result }[] = []
  const bad: { series: number; error: GatecastError }[] = []
  const visit = async (from: number, to: number): Promise<void> => {
    try {
      good.push({ from, to, result: await attempt(from, to) })
    } catch (error) {
      if (!(error instanceof GatecastError && ofData.has(error.code))) throw error
      if (to - from === 1) {
        bad.push({ series: from, error })
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

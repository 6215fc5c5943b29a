// The rule that says which rows of a table are history and which are the plan: the rows after the history that hold the
// covariates known in the future.
//
//   with a future table    the rows of the first table are history, also those without a target; the rows of the future
//                          table are the plan. A row of the plan that is not after the history of its series is left out,
//                          and so is a series that has a plan only.
//   without one            the history of a series ends with its last row that has a target or an observed covariate, if
//                          a row after it has a known covariate; these rows are the plan. Otherwise all rows are history.
//
// Values never decide where a plan begins: a value that is missing in the plan is a fault of its step.

import { isPresent, type Roles, type Values } from '../table.ts'

/** Number of rows of history of each series, if a future table has marked its rows in `planned`. */
export const markedLengths = (planned: Float64Array, offsets: Float64Array): Float64Array =>
  eachLength(offsets, (from, to) => {
    let end = to
    while (end > from && planned[end - 1] > 0) end--
    return end - from
  })

/** Number of rows of history of each series, if there is no future table. */
export function foundLengths(
  { target, known, observed }: Roles,
  columns: ReadonlyMap<string, Values>,
  offsets: Float64Array,
): Float64Array {
  if (target === undefined || !known.length) return eachLength(offsets, (from, to) => to - from)
  const among = (names: readonly string[]) => {
    const values = names.map((name) => columns.get(name) as Values)
    return (row: number) => values.some((column) => isPresent(column[row]))
  }
  const hasPast = among([target, ...observed])
  const hasKnown = among(known)
  return eachLength(offsets, (from, to) => {
    let end = to
    let isPlan = false
    while (end > from && !hasPast(end - 1)) isPlan = hasKnown(--end) || isPlan
    return isPlan ? end - from : to - from
  })
}

const eachLength = (offsets: Float64Array, length: (from: number, to: number) => number): Float64Array =>
  Float64Array.from({ length: offsets.length - 1 }, (_, series) => length(offsets[series], offsets[series + 1]))

import { pickRows } from '../sort_rows.ts'
import { isPresent, type Table, type Values } from '../table.ts'

/**
 * Number of steps of a series, counted from its first row, until the first step after its history that has no row.
 *
 * @param steps - the step of each row of the series, ascending
 * @param length - number of steps of its history
 */
export function reachOf(steps: Float64Array, length: number): number {
  let reach = length
  for (const step of steps) {
    if (step > reach) break
    reach = Math.max(reach, step + 1)
  }
  return reach
}

/**
 * Ends the plan of each series before its first step without a row, unless the known covariates of that step were filled
 * since. A step that nobody planned must not look like a step whose values are missing, which some networks accept.
 */
export function withoutPlanGaps(table: Table): Table {
  const { reach, offsets, roles, recipes } = table
  const known = roles.known.filter((name) => !recipes.has(name)).map((name) => table.columns.get(name) as Values)
  if (!reach || !known.length) return table
  const ends = reach.map((rows, series) => {
    const end = offsets[series] + rows
    return end < offsets[series + 1] && known.some((values) => !isPresent(values[end])) ? end : offsets[series + 1]
  })
  const kept = new Uint32Array(ends.reduce((sum, end, series) => sum + end - offsets[series], 0))
  const cut = new Float64Array(offsets.length)
  ends.forEach((end, series) => {
    cut[series + 1] = cut[series] + end - offsets[series]
    for (let row = offsets[series]; row < end; row++) kept[cut[series] + row - offsets[series]] = row
  })
  if (kept.length === offsets[offsets.length - 1]) return table
  const columns = new Map(Array.from(table.columns, ([name, values]) => [name, pickRows(values, kept)] as const))
  return { ...table, columns, offsets: cut, times: pickRows(table.times, kept), reach: undefined }
}

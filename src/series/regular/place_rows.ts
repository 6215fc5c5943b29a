import { recipeValues } from '../table/recipe_columns.ts'
import type { Table, Values } from '../table/table.ts'
import type { Frequency } from '../time/frequency.ts'
import { stepTimes } from '../time/steps.ts'

/** The rows of a regular table. */
export interface Grid {
  readonly starts: Float64Array
  readonly offsets: Float64Array
  readonly lengths: Float64Array
}

/** Times of all rows of a grid. */
export function gridTimes({ starts, offsets }: Grid, frequency: Frequency, timeZone: string): Float64Array {
  const times = new Float64Array(offsets[starts.length])
  for (let series = 0; series < starts.length; series++) {
    const [from, to] = [offsets[series], offsets[series + 1]]
    // Series mostly start together, and none then has to count the calendar again.
    const same = series > 0 && starts[series] === starts[series - 1] ? from - offsets[series - 1] : 0
    times.copyWithin(from, from - same, from - same + Math.min(same, to - from))
    const done = Math.min(same, to - from)
    times.set(stepTimes(starts[series], done, to - from, frequency, timeZone), from + done)
  }
  return times
}

/**
 * Puts every row of a table at its step (counted within the series) in a grid.
 *
 * @param table - with its frequency, and the offsets of the rows that `steps` tells of
 */
export function spread(table: Table, steps: Float64Array, grid: Grid): Table {
  const { ids, offsets } = table
  const times = gridTimes(grid, table.frequency as Frequency, table.timeZone)
  const full = times.length === steps.length
  const place = new Float64Array(full ? 0 : steps.length)
  for (let series = 0; series < ids.length && !full; series++)
    for (let row = offsets[series]; row < offsets[series + 1]; row++) place[row] = grid.offsets[series] + steps[row]

  const columns = new Map<string, Values>()
  for (const [name, values] of table.columns) {
    const placed = full ? values : put(values, place, times.length)
    columns.set(name, !full && table.roles.static.includes(name) ? constant(placed, grid.offsets) : placed)
  }
  return recipeValues({ ...table, columns, times, offsets: grid.offsets, lengths: grid.lengths })
}

function put(values: Values, place: Float64Array, rows: number): Values {
  if (values instanceof Float64Array) {
    const numbers = new Float64Array(rows).fill(Number.NaN)
    for (let row = 0; row < place.length; row++) numbers[place[row]] = values[row]
    return numbers
  }
  const texts = new Array<string | null>(rows).fill(null)
  for (let row = 0; row < place.length; row++) texts[place[row]] = values[row]
  return texts
}

/** Fills the new rows of a column that has one value per series; where it has two, that is found later. */
function constant(values: Values, offsets: Float64Array): Values {
  const filled = values.slice() as Float64Array & (string | null)[]
  for (let series = 0; series + 1 < offsets.length; series++) {
    const value = values[offsets[series]] as never
    for (let row = offsets[series]; row < offsets[series + 1]; row++)
      if (filled[row] === null || Number.isNaN(filled[row])) filled[row] = value
  }
  return filled
}

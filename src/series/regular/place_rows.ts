import { isFloat64Array } from '../../base/brand.ts'
import { checkMemory } from '../../base/resources/memory_limit.ts'
import { type InPieces, pieceRows } from '../../base/resources/turns.ts'
import { recomputeRecipes } from '../table/recipe_columns.ts'
import type { Table, Values } from '../table/table.ts'
import type { Frequency } from '../time/frequency.ts'
import { stepTimes } from '../time/steps.ts'

/**
 * The series of a regular table: the time of the first row of each, and the fields `offsets` and `lengths` of the
 * table.
 */
export interface Grid {
  readonly starts: Float64Array
  readonly offsets: Float64Array
  readonly lengths: Float64Array
}

/** The times of all rows of a grid. */
export function* gridTimes({ starts, offsets }: Grid, frequency: Frequency, timeZone: string): InPieces<Float64Array> {
  const times = new Float64Array(offsets[starts.length])
  for (let series = 0; series < starts.length; series++) {
    const [from, to] = [offsets[series], offsets[series + 1]]
    // Most series start at the same time, so that times can be copied from the series before.
    const same = series > 0 && starts[series] === starts[series - 1] ? from - offsets[series - 1] : 0
    times.copyWithin(from, from - same, from - same + Math.min(same, to - from))
    const done = Math.min(same, to - from)
    for (let step = done; step < to - from; step += pieceRows) {
      const end = Math.min(step + pieceRows, to - from)
      times.set(stepTimes(starts[series], step, end, frequency, timeZone), from + step)
      yield
    }
  }
  return times
}

/** @throws {GatecastError} `ERR_MEMORY` if a regular table of so many rows takes more memory than a call may */
export function checkGridMemory(rows: number, { columns, times, frequency }: Table): void {
  checkMemory(
    8 * rows * (columns.size + 1),
    `a regular table of ${rows} rows, which ${times.length} rows of frequency "${frequency?.text}" span`,
    'Look for times far from the others, or give a longer frequency',
  )
}

/**
 * Puts every row of a table at its place in a grid.
 *
 * @param table - rows with a frequency
 * @param steps - for each row, the number of steps after the first row of its series
 */
export function* placeRows(table: Table, steps: Float64Array, grid: Grid): InPieces<Table> {
  const { ids, offsets } = table
  checkGridMemory(grid.offsets[ids.length], table)
  const times = yield* gridTimes(grid, table.frequency as Frequency, table.timeZone)
  const full = times.length === steps.length
  const place = new Float64Array(full ? 0 : steps.length)
  for (let series = 0; series < ids.length && !full; series++)
    for (let row = offsets[series]; row < offsets[series + 1]; row++) place[row] = grid.offsets[series] + steps[row]

  const columns = new Map<string, Values>()
  for (const [name, values] of table.columns) {
    const placed = full ? values : placeValues(values, place, times.length)
    columns.set(name, !full && table.roles.static.includes(name) ? fillStatic(placed, grid.offsets) : placed)
    yield
  }
  return recomputeRecipes({ ...table, columns, times, offsets: grid.offsets, lengths: grid.lengths })
}

function placeValues(values: Values, place: Float64Array, rows: number): Values {
  if (isFloat64Array(values)) {
    const numbers = new Float64Array(rows).fill(Number.NaN)
    for (let row = 0; row < place.length; row++) numbers[place[row]] = values[row]
    return numbers
  }
  const texts = new Array<string | null>(rows).fill(null)
  for (let row = 0; row < place.length; row++) texts[place[row]] = values[row]
  return texts
}

/**
 * Fills the missing rows of a static column with the first value of the series. A column with two values is refused
 * later.
 */
function fillStatic(values: Values, offsets: Float64Array): Values {
  const filled = values.slice() as Float64Array & (string | null)[]
  for (let series = 0; series + 1 < offsets.length; series++) {
    const value = values[offsets[series]] as never
    for (let row = offsets[series]; row < offsets[series + 1]; row++)
      if (filled[row] === null || Number.isNaN(filled[row])) filled[row] = value
  }
  return filled
}

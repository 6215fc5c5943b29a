import { checkChoice } from '../../base/check.ts'
import { commonDivisor } from '../../base/common_divisor.ts'
import { GatecastError } from '../../base/error.ts'
import { atOnce, eachPiece, type InPieces } from '../../base/resources/turns.ts'
import { reachOf } from '../table/future/plan_gaps.ts'
import { recomputeRecipes } from '../table/recipe_columns.ts'
import { rowCount, type Table } from '../table/table.ts'
import { bucketOf, isOnGrid } from '../time/bucket.ts'
import type { Frequency } from '../time/frequency.ts'
import { addSteps, fixedStep, stepsBetween } from '../time/steps.ts'
import { zoneOf } from '../time/zone.ts'
import { chooseFrequency } from './choose_frequency.ts'
import { placeRows } from './place_rows.ts'
import { crowdedSteps, offGrid, offStep, tooCoarse, tooManyRows } from './regularise_errors.ts'

export const alignments = ['exact', 'previous', 'nearest'] as const
type Align = (typeof alignments)[number]

/** Options of {@link Pipeline.regularise}. */
export interface RegulariseOptions {
  /**
   * The rule for a time between two steps: `exact` (the default) throws, `previous` moves it to the step before it, and
   * `nearest` moves it to the nearest step.
   */
  align?: Align
}

/**
 * Gives every series a row for each step from its first time to its last. New rows have missing values, except in
 * static columns and in columns that follow from the time.
 *
 * @throws {GatecastError} `ERR_DATA` for a time between two steps; the message has the series, the time and a remedy
 */
export const regularise = (table: Table, options: RegulariseOptions = {}): Table =>
  atOnce(regulariseInPieces(table, options))

/** {@link regularise} in pieces. */
export function* regulariseInPieces(table: Table, options: RegulariseOptions = {}): InPieces<Table> {
  const align = checkChoice('align', options.align ?? 'exact', alignments)
  if (table.roles.time === undefined)
    throw new GatecastError('ERR_DATA', 'Expected a column of times to make rows regular. Name it: { time: "date" }')
  if (table.regular) return table
  const frequency = chooseFrequency(table, align === 'exact')
  const regular = { ...table, frequency, regular: true }
  yield
  if (hasEveryStep(table, frequency)) return recomputeRecipes(regular)
  const { ids, offsets, lengths } = table
  const steps = new Float64Array(rowCount(table))
  const starts = new Float64Array(ids.length)
  const grid = { starts, offsets: new Float64Array(ids.length + 1), lengths: new Float64Array(ids.length) }
  const reach = new Float64Array(ids.length)
  for (let series = 0; series < ids.length; series++) {
    const [from, to] = [offsets[series], offsets[series + 1]]
    starts[series] = findStart(table, series, frequency, align)
    yield* findSteps(table, series, starts[series], frequency, align, steps)
    if (align === 'exact') checkNotCoarse(ids[series], steps.subarray(from, to), frequency)
    grid.lengths[series] = lengths[series] ? steps[from + lengths[series] - 1] + 1 : 0
    grid.offsets[series + 1] = grid.offsets[series] + steps[to - 1] + 1
    reach[series] = reachOf(steps.subarray(from + lengths[series], to), grid.lengths[series])
  }
  const rows = grid.offsets[ids.length]
  if (rows > 1e5 && rows > 1000 * steps.length) throw tooManyRows(rows, steps.length, frequency)
  // Without gaps, every row has its place already.
  if (align === 'exact' && rows === steps.length) return recomputeRecipes({ ...regular, lengths: grid.lengths })
  return yield* placeRows({ ...regular, reach }, steps, grid)
}

/** A fast test for the usual case: steps have a fixed length, and no row is missing. */
function hasEveryStep({ ids, times, offsets, timeZone }: Table, frequency: Frequency): boolean {
  const step = fixedStep(frequency, timeZone)
  if (!step) return false
  const zone = zoneOf(timeZone)
  for (let series = 0; series < ids.length; series++) {
    const start = offsets[series]
    const end = offsets[series + 1]
    if (!isOnGrid(times[start], frequency, zone)) return false
    for (let row = start + 1; row < end; row++) if (times[row] !== times[row - 1] + step) return false
  }
  return true
}

/** The time of the first step of a series: its first time, or the step that `align` moves it to. */
function findStart(table: Table, series: number, frequency: Frequency, align: Align): number {
  const { times, offsets, timeZone } = table
  const time = times[offsets[series]]
  const zone = zoneOf(timeZone)
  if (align !== 'exact') {
    const bucket = bucketOf(time, frequency, zone)
    const [before, after] = bucket > time ? [addSteps(bucket, -1, frequency, timeZone), bucket] : [bucket, Number.NaN]
    const next = Number.isNaN(after) ? addSteps(before, 1, frequency, timeZone) : after
    return align === 'nearest' && next - time < time - before ? next : before
  }
  if (isOnGrid(time, frequency, zone)) return time
  throw offGrid(table, series, time, frequency)
}

/** Writes the number of steps from the start of a series to each of its rows into `steps`. */
function* findSteps(
  table: Table,
  series: number,
  start: number,
  frequency: Frequency,
  align: Align,
  steps: Float64Array,
): InPieces<void> {
  const { times, offsets, timeZone } = table
  const fixed = fixedStep(frequency, timeZone)
  const timeOf = (step: number) => (fixed ? start + step * fixed : addSteps(start, step, frequency, timeZone))
  const from = offsets[series]
  let next = 0
  const find = (row: number): void => {
    const time = times[row]
    // Most rows are one step after the row before; to check that is faster than to count steps.
    if (timeOf(next) !== time) {
      next = fixed ? Math.floor((time - start) / fixed) : stepsBetween(start, time, frequency, timeZone)
      const before = timeOf(next)
      if (align === 'exact' && before !== time) throw offStep(table, series, time, before, frequency)
      if (align === 'nearest' && timeOf(next + 1) - time < time - before) next++
      // A time before the start was nearest to the start.
      next = Math.max(0, next)
    }
    if (row > from && steps[row - 1] === next) throw crowdedSteps(table, series, row, frequency)
    steps[row] = next++
  }
  yield* eachPiece(offsets[series + 1] - from, (first, end) => {
    for (let row = from + first; row < from + end; row++) find(row)
  })
}

/**
 * Refuses a series that has only every second, third, ... step: its frequency is longer, and the steps between are no gaps.
 */
function checkNotCoarse(id: string, steps: Float64Array, frequency: Frequency): void {
  // In a series of less than 8 rows, the distances between rows can have a common divisor by chance.
  if (steps.length < 8) return
  let every = 0
  for (let row = 1; row < steps.length && every !== 1; row++) every = commonDivisor(every, steps[row] - steps[row - 1])
  if (every > 1) throw tooCoarse(id, every, frequency)
}

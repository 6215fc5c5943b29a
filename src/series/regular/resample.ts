import { isFloat64Array } from '../../base/brand.ts'
import { checkChoice, checkWhole, listNames } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { atOnce } from '../../base/resources/turns.ts'
import { reachOf } from '../table/future/plan_gaps.ts'
import { recomputeRecipes } from '../table/recipe_columns.ts'
import { rowCount, type Table, type Values } from '../table/table.ts'
import { bucketOf } from '../time/bucket.ts'
import { type Frequency, parseFrequency } from '../time/frequency.ts'
import { stepsBetween } from '../time/steps.ts'
import { zoneOf } from '../time/zone.ts'
import { type Aggregate, aggregate, aggregates } from '../values/aggregate.ts'
import { checkGridMemory, gridTimes } from './place_rows.ts'
import { notAnIndex, notIndexed, tooManyRows } from './regularise_errors.ts'

/** Options of {@link Pipeline.resample}. */
export interface ResampleOptions {
  /**
   * The rule that makes one row of all rows of a step: one rule for all columns, or rules by column. Default `mean`. A
   * text is taken from the first row; for `last`, from the last row.
   */
  aggregate?: Aggregate | Readonly<Record<string, Aggregate>>
  /**
   * The least number of values in a step; with fewer, the step is missing. Use it so that a month of three days has no
   * sum. Default 1.
   */
  minCount?: number
}

/**
 * Brings all series to a longer or shorter frequency. Steps start at midnight, on Monday, or on the first day of a
 * month, quarter or year. Steps of a frequency that is anchored at the end (`ME`, `W-SUN`) have the time of their last
 * day. Steps without rows have missing values.
 */
export function resample(table: Table, frequency: string | Frequency, options: ResampleOptions = {}): Table {
  if (table.roles.time === undefined)
    throw new GatecastError('ERR_DATA', 'Expected a column of times to resample. Name it: { time: "date" }')
  const to = parseFrequency(frequency)
  if (to.unit === 'step' && !table.isIndex) throw notAnIndex(to)
  if (to.unit !== 'step' && table.isIndex) throw notIndexed(to.text)
  const minCount = checkWhole('minCount', options.minCount ?? 1, 1)
  const ruleFor = checkAggregates(table, options.aggregate ?? 'mean')
  const { ids, offsets, lengths, timeZone } = table
  const steps = new Float64Array(rowCount(table))
  const starts = new Float64Array(ids.length)
  const grid = { starts, offsets: new Float64Array(ids.length + 1), lengths: new Float64Array(ids.length) }
  const reach = new Float64Array(ids.length)
  for (let series = 0; series < ids.length; series++) {
    const [from, end] = [offsets[series], offsets[series + 1]]
    starts[series] = bucketOf(table.times[from], to, zoneOf(timeZone))
    for (let row = from; row < end; row++) steps[row] = bucketStep(starts[series], table.times[row], to, timeZone)
    grid.lengths[series] = lengths[series] ? steps[from + lengths[series] - 1] + 1 : 0
    grid.offsets[series + 1] = grid.offsets[series] + steps[end - 1] + 1
    reach[series] = reachOf(steps.subarray(from + lengths[series], end), grid.lengths[series])
  }
  const rows = grid.offsets[ids.length]
  // Finer steps are asked for here: only what no memory holds is refused.
  if (rows > 1e8 && rows > 1000 * steps.length) throw tooManyRows(rows, steps.length, to)
  checkGridMemory(rows, { ...table, frequency: to })
  const columns = new Map<string, Values>()
  for (const [name, values] of table.columns)
    columns.set(name, aggregateSteps(values, table, steps, grid.offsets, ruleFor(name), minCount))
  const times = atOnce(gridTimes(grid, to, timeZone))
  return recomputeRecipes({
    ...table,
    frequency: to,
    regular: true,
    columns,
    times,
    offsets: grid.offsets,
    lengths: grid.lengths,
    reach,
  })
}

/** The number of the step that a time falls into, counted from the first step of its series. */
function bucketStep(start: number, time: number, frequency: Frequency, timeZone: string): number {
  if (frequency.anchor?.edge !== 'end') return stepsBetween(start, time, frequency, timeZone)
  // A step of several units holds the times after the end of the step before, so the count of units is rounded up.
  const unit = { ...frequency, multiple: 1 }
  return Math.ceil(
    stepsBetween(start, bucketOf(time, frequency, zoneOf(timeZone)), unit, timeZone) / frequency.multiple,
  )
}

function checkAggregates(table: Table, given: ResampleOptions['aggregate']): (name: string) => Aggregate {
  if (typeof given === 'string') {
    const how = checkChoice('aggregate', given, aggregates)
    return (name) => (table.roles.static.includes(name) ? 'first' : how)
  }
  for (const [name, how] of Object.entries(given ?? {})) {
    checkChoice(`aggregate of column "${name}"`, how, aggregates)
    if (!table.columns.has(name))
      throw new GatecastError(
        'ERR_DATA',
        `Expected columns to aggregate among ${listNames([...table.columns.keys()])}, got "${name}"`,
      )
  }
  const byName = new Map(Object.entries(given ?? {}))
  return (name) => byName.get(name) ?? (table.roles.static.includes(name) ? 'first' : 'mean')
}

/** Makes one row of the rows of each step. */
function aggregateSteps(
  values: Values,
  { offsets, ids }: Table,
  steps: Float64Array,
  newOffsets: Float64Array,
  how: Aggregate,
  minCount: number,
): Values {
  const rows = newOffsets[ids.length]
  const numbers = isFloat64Array(values) ? new Float64Array(rows).fill(Number.NaN) : undefined
  const texts = numbers ? [] : new Array<string | null>(rows).fill(null)
  for (let series = 0; series < ids.length; series++) {
    let from = offsets[series]
    while (from < offsets[series + 1]) {
      let to = from + 1
      while (to < offsets[series + 1] && steps[to] === steps[from]) to++
      const place = newOffsets[series] + steps[from]
      if (numbers) {
        const enough = aggregate(values as Float64Array, from, to, 'count') >= minCount
        if (enough) numbers[place] = aggregate(values as Float64Array, from, to, how)
      } else texts[place] = (how === 'last' ? values[to - 1] : values[from]) as string | null
      from = to
    }
  }
  return numbers ?? texts
}

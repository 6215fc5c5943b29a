import { checkChoice, checkWhole } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { recipeValues } from '../table/recipe_columns.ts'
import { rowCount, type Table, type Values } from '../table/table.ts'
import { bucketOf } from '../time/bucket.ts'
import { type Frequency, parseFrequency } from '../time/frequency.ts'
import { stepsBetween } from '../time/steps.ts'
import { zoneOf } from '../time/zone.ts'
import { type Aggregate, aggregate, aggregates } from '../values/aggregate.ts'
import { gridTimes } from './place_rows.ts'

/** How rows of one step become one. */
export interface ResampleOptions {
  /** How rows of one step become one: for all columns, or by name. Default `mean`; texts are taken from the first row. */
  aggregate?: Aggregate | Readonly<Record<string, Aggregate>>
  /** Steps with fewer values than this are missing: a month of three days has no sum. Default 1. */
  minCount?: number
}

/**
 * Brings all series to a frequency, longer or shorter. Steps begin at midnight, on Monday, on the first of a month,
 * quarter or year; with an anchor at the end (`ME`, `W-SUN`) they are named after their last day. Steps without a row
 * are missing, for `fill` to fill.
 */
export function resample(table: Table, frequency: string | Frequency, options: ResampleOptions = {}): Table {
  if (table.roles.time === undefined)
    throw new GatecastError('ERR_DATA', 'Expected a column of times to resample. Name it: { time: "date" }')
  const to = parseFrequency(frequency)
  const minCount = checkWhole('minCount', options.minCount ?? 1, 1)
  const howOf = aggregateOf(table, options.aggregate ?? 'mean')
  const { ids, offsets, lengths, timeZone } = table
  const steps = new Float64Array(rowCount(table))
  const starts = new Float64Array(ids.length)
  const grid = { starts, offsets: new Float64Array(ids.length + 1), lengths: new Float64Array(ids.length) }
  for (let series = 0; series < ids.length; series++) {
    const [from, end] = [offsets[series], offsets[series + 1]]
    starts[series] = bucketOf(table.times[from], to, zoneOf(timeZone))
    for (let row = from; row < end; row++) steps[row] = bucketStep(starts[series], table.times[row], to, timeZone)
    grid.lengths[series] = lengths[series] ? steps[from + lengths[series] - 1] + 1 : 0
    grid.offsets[series + 1] = grid.offsets[series] + steps[end - 1] + 1
  }
  const columns = new Map<string, Values>()
  for (const [name, values] of table.columns)
    columns.set(name, merged(values, table, steps, grid.offsets, howOf(name), minCount))
  const times = gridTimes(grid, to, timeZone)
  return recipeValues({
    ...table,
    frequency: to,
    regular: true,
    columns,
    times,
    offsets: grid.offsets,
    lengths: grid.lengths,
  })
}

/** The step of a time after the first bucket of its series. */
function bucketStep(start: number, time: number, frequency: Frequency, timeZone: string): number {
  if (frequency.anchor?.edge !== 'end') return stepsBetween(start, time, frequency, timeZone)
  // Named after their ends, several units are one step if they follow the end of the step before.
  const unit = { ...frequency, multiple: 1 }
  return Math.ceil(
    stepsBetween(start, bucketOf(time, frequency, zoneOf(timeZone)), unit, timeZone) / frequency.multiple,
  )
}

function aggregateOf(table: Table, given: ResampleOptions['aggregate']): (name: string) => Aggregate {
  if (typeof given === 'string') {
    const how = checkChoice('aggregate', given, aggregates)
    return (name) => (table.roles.static.includes(name) ? 'first' : how)
  }
  for (const [name, how] of Object.entries(given ?? {})) {
    checkChoice(`aggregate of column "${name}"`, how, aggregates)
    if (!table.columns.has(name))
      throw new GatecastError(
        'ERR_DATA',
        `Expected columns to aggregate among ${[...table.columns.keys()]}, got "${name}"`,
      )
  }
  const byName = new Map(Object.entries(given ?? {}))
  return (name) => byName.get(name) ?? (table.roles.static.includes(name) ? 'first' : 'mean')
}

/** Rows of the same step as one. */
function merged(
  values: Values,
  { offsets, ids }: Table,
  steps: Float64Array,
  newOffsets: Float64Array,
  how: Aggregate,
  minCount: number,
): Values {
  const rows = newOffsets[ids.length]
  const numbers = values instanceof Float64Array ? new Float64Array(rows).fill(Number.NaN) : undefined
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

import { defined } from '../../base/defined.ts'
import type { InPieces } from '../../base/resources/turns.ts'
import { formatTime } from '../time/format_time.ts'
import { type Frequency, parseFrequency } from '../time/frequency.ts'
import { foundLengths, markedLengths } from './future/history_lengths.ts'
import { renumbered } from './future/renumbered.ts'
import { type LeftOut, pickGroups, withoutPast } from './future/without_past.ts'
import type { Groups } from './group_rows.ts'
import { ifSorted, type Merged, mergeDuplicates } from './merge_duplicates.ts'
import { separateRepeatedHours } from './repeated_hours.ts'
import { pickRows, sortRows } from './sort_rows.ts'
import type { Roles, Table, Values } from './table.ts'
import type { duplicateRules } from './table_options.ts'

/** Rows that were read but not sorted. */
export interface UnsortedRows {
  readonly roles: Roles
  readonly frequency: Frequency | undefined
  readonly calendar?: string | undefined
  readonly isIndex?: boolean | undefined
  readonly timeZone: string
  readonly duplicates: (typeof duplicateRules)[number]
  readonly groups: Groups
  /**
   * The time of each row, in milliseconds since 1970 UTC. Rows of an hour that the clock shows twice are moved here.
   */
  readonly times: Float64Array
  /** Whether the times come from a wall clock, which shows an hour twice when it is set back. */
  readonly wallClock: boolean
  /** 1 for each row of a future table. Default: there is no future table. */
  readonly planned?: Uint8Array | undefined
  /** Called with the rows of the future table that are left out, if there are any. */
  readonly onLeftOut?: ((leftOut: LeftOut) => void) | undefined
  /** The columns. They are read last, so that an error of the times comes before an error of a column. */
  readonly columns: Iterable<readonly [string, InPieces<Values>]>
  /** The place of each row in its source. Default: the rows are in the order of the source. */
  readonly places?: ArrayLike<number> | undefined
  /** The order of rows of the same time. Default: they keep their order. */
  readonly compareTies?: (a: number, b: number) => number
}

/**
 * Sorts rows by series and time into a table, and merges or refuses rows of the same time. `future/history_lengths.ts`
 * says which rows are history.
 *
 * @throws {GatecastError} `ERR_DATA` for rows of the same time, if the rule is `error`
 */
export function* sortedTable(rows: UnsortedRows): InPieces<Table> {
  const dropped = rows.planned && withoutPast(rows, rows.planned)
  if (!dropped) return yield* sort(rows)
  rows.onLeftOut?.(dropped.leftOut)
  return yield* renumbered(sort(pick(rows, dropped.kept)), (row) => `${dropped.kept[row]}`)
}

function* sort(rows: UnsortedRows): InPieces<Table> {
  const { roles, frequency, calendar, isIndex, timeZone, groups, times, planned } = rows
  const merged = ifSorted(groups, times) ?? (yield* sortAndMerge(rows))
  const columns = new Map<string, Values>()
  for (const [name, values] of rows.columns) {
    columns.set(name, merged.merge(yield* values))
    yield
  }
  return {
    roles,
    frequency,
    calendar,
    isIndex,
    timeZone,
    regular: false,
    ids: groups.ids,
    keys: groups.keys,
    offsets: merged.offsets,
    lengths: planned
      ? markedLengths(merged.merge(Float64Array.from(planned)) as Float64Array, merged.offsets)
      : foundLengths(roles, columns, merged.offsets),
    times: merged.times,
    columns,
    recipes: new Map(),
  }
}

function pick(rows: UnsortedRows, kept: Uint32Array): UnsortedRows {
  const { columns, compareTies, places, planned = new Uint8Array() } = rows
  function* pickFrom(values: InPieces<Values>): InPieces<Values> {
    return pickRows(yield* values, kept)
  }
  return {
    ...rows,
    groups: pickGroups(rows.groups, kept),
    times: pickRows(rows.times, kept),
    planned: Uint8Array.from(kept, (row) => planned[row]),
    columns: Array.from(columns, ([name, values]) => [name, pickFrom(values)] as const),
    places: Float64Array.from(kept, (row) => places?.[row] ?? row),
    ...defined({ compareTies: compareTies && ((a: number, b: number) => compareTies(kept[a], kept[b])) }),
  }
}

function* sortAndMerge(rows: UnsortedRows): InPieces<Merged> {
  const { groups, times, compareTies, wallClock, duplicates, timeZone, isIndex, places } = rows
  let order = yield* sortRows(groups, times, compareTies)
  if (wallClock && separateRepeatedHours(groups, order, times, timeZone, places))
    order = yield* sortRows(groups, times, compareTies)
  yield
  const frequency = isIndex ? parseFrequency('1') : undefined
  return mergeDuplicates(groups, order, times, duplicates, (time) => formatTime(time, timeZone, frequency))
}

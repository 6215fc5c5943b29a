import { formatTime } from '../time/format_time.ts'
import type { Frequency } from '../time/frequency.ts'
import { parseFrequency } from '../time/frequency.ts'
import type { Groups } from './group_rows.ts'
import { ifSorted, type Merged, mergeDuplicates } from './merge_duplicates.ts'
import { separateRepeatedHours } from './repeated_hours.ts'
import { sortRows } from './sort_rows.ts'
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
  /** The columns. They are read last, so that an error of the times comes before an error of a column. */
  readonly columns: Iterable<readonly [string, Values]>
  /** The place of each row in its source. Default: the rows are in the order of the source. */
  readonly places?: ArrayLike<number> | undefined
  /** The order of rows of the same time. Default: they keep their order. */
  readonly compareTies?: (a: number, b: number) => number
}

/**
 * Sorts rows by series and time into a table, and merges or refuses rows of the same time.
 *
 * @throws {GatecastError} `ERR_DATA` for rows of the same time, if the rule is `error`
 */
export function sortedTable(rows: UnsortedRows): Table {
  const { roles, frequency, calendar, isIndex, timeZone, groups, times } = rows
  const merged = ifSorted(groups, times) ?? sortAndMerge(rows)
  const columns = new Map<string, Values>()
  for (const [name, values] of rows.columns) columns.set(name, merged.merge(values))
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
    lengths: historyLengths(roles, columns, merged.offsets),
    times: merged.times,
    columns,
    recipes: new Map(),
  }
}

function sortAndMerge(rows: UnsortedRows): Merged {
  const { groups, times, compareTies, wallClock, duplicates, timeZone, isIndex, places } = rows
  let order = sortRows(groups, times, compareTies)
  if (wallClock && separateRepeatedHours(groups, order, times, timeZone, places))
    order = sortRows(groups, times, compareTies)
  const frequency = isIndex ? parseFrequency('1') : undefined
  return mergeDuplicates(groups, order, times, duplicates, (time) => formatTime(time, timeZone, frequency))
}

/**
 * The number of rows of history of each series. Rows at the end of a series that have values of known covariates only
 * are its future. In a table without known covariates, rows without values are missing history.
 */
function historyLengths(
  { target, known, observed }: Table['roles'],
  columns: Map<string, Values>,
  offsets: Float64Array,
) {
  const lengths = Float64Array.from(
    { length: offsets.length - 1 },
    (_, series) => offsets[series + 1] - offsets[series],
  )
  if (target === undefined || !known.length) return lengths
  const values = (names: readonly string[]) => names.map((name) => columns.get(name) as Values)
  const past = values([target, ...observed])
  const future = values(known)
  const isPresent = (value: number | string | null) => value !== null && !Number.isNaN(value)
  return lengths.map((rows, series) => {
    const start = offsets[series]
    let length = rows
    while (
      length > 0 &&
      !past.some((column) => isPresent(column[start + length - 1])) &&
      future.some((column) => isPresent(column[start + length - 1]))
    )
      length--
    return length
  })
}

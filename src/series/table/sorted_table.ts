import type { Frequency } from '../time/frequency.ts'
import type { Groups } from './group_rows.ts'
import { inOrder, type Merged, mergeDuplicates, separateRepeatedHours } from './merge_duplicates.ts'
import { sortRows } from './sort_rows.ts'
import type { Roles, Table, Values } from './table.ts'
import type { duplicateRules } from './table_options.ts'

/** Rows that were read but are in no order yet. */
export interface UnsortedRows {
  readonly roles: Roles
  readonly frequency: Frequency | undefined
  readonly timeZone: string
  readonly duplicates: (typeof duplicateRules)[number]
  readonly groups: Groups
  /** Milliseconds since 1970 UTC. Changed where an hour comes twice. */
  readonly times: Float64Array
  /** Times were told by a clock, whose hours come twice when it is set back. */
  readonly wallClock: boolean
  /** Columns, read when their turn comes: after rows of the same time were looked for. */
  readonly columns: Iterable<readonly [string, Values]>
  /** Which of two rows of the same time comes first. Default: the one that does so now. */
  readonly compareTies?: (a: number, b: number) => number
}

/** Sorts rows by series and time, and merges or refuses those of the same time. */
export function sortedTable(rows: UnsortedRows): Table {
  const { roles, frequency, timeZone, groups, times } = rows
  const merged = inOrder(groups, times) ?? sortedAndMerged(rows)
  const columns = new Map<string, Values>()
  for (const [name, values] of rows.columns) columns.set(name, merged.merge(values))
  return {
    roles,
    frequency,
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

function sortedAndMerged({ groups, times, compareTies, wallClock, duplicates, timeZone }: UnsortedRows): Merged {
  let order = sortRows(groups, times, compareTies)
  if (wallClock && separateRepeatedHours(groups, order, times, timeZone)) order = sortRows(groups, times, compareTies)
  return mergeDuplicates(groups, order, times, duplicates, timeZone)
}

/**
 * Rows at the end of a series that have nothing but covariates known in the future are its future; without such
 * covariates they are history that is missing.
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
  const there = (value: number | string | null) => value !== null && !Number.isNaN(value)
  return lengths.map((rows, series) => {
    const start = offsets[series]
    let length = rows
    while (
      length > 0 &&
      !past.some((column) => there(column[start + length - 1])) &&
      future.some((column) => there(column[start + length - 1]))
    )
      length--
    return length
  })
}

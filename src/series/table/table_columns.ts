import type { Columns } from '../data_frame.ts'
import { formatTimes } from '../time/format_time.ts'
import { parseFrequency } from '../time/frequency.ts'
import type { Table } from './table.ts'

/** A table as plain columns: the columns that name the series, the time as ISO text, then all others. */
export function tableColumns({
  roles,
  ids,
  keys,
  offsets,
  times,
  columns,
  timeZone,
  frequency,
  isIndex,
}: Table): Columns {
  const result = new Map<string, ArrayLike<unknown>>()
  roles.series.forEach((name, part) => {
    const values = new Array<string>(times.length)
    ids.forEach((_, series) => {
      values.fill(keys[series][part], offsets[series], offsets[series + 1])
    })
    result.set(name, values)
  })
  if (roles.time !== undefined)
    result.set(roles.time, formatTimes(times, timeZone, frequency ?? (isIndex ? parseFrequency('1') : undefined)))
  for (const [name, values] of columns) if (!result.has(name)) result.set(name, values)
  return Object.fromEntries(result)
}

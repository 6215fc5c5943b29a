import type { FrameColumns } from '../../frames/kind.ts'
import { formatTimes } from '../time/format_time.ts'
import { parseFrequency } from '../time/frequency.ts'
import { timeColumn } from '../time_column.ts'
import type { Table } from './table.ts'

/**
 * A table as plain columns: the columns that name the series, the time, then all others.
 *
 * @param isTyped - whether times become a column of a type for times, instead of ISO texts
 */
export function tableColumns(table: Table, isTyped = false): FrameColumns {
  const { roles, ids, keys, offsets, times, columns, timeZone, frequency, isIndex } = table
  const result = new Map<string, FrameColumns[string]>()
  roles.series.forEach((name, part) => {
    const values = new Array<string>(times.length)
    ids.forEach((_, series) => {
      values.fill(keys[series][part], offsets[series], offsets[series + 1])
    })
    result.set(name, values)
  })
  const steps = frequency ?? (isIndex ? parseFrequency('1') : undefined)
  if (roles.time !== undefined) result.set(roles.time, (isTyped ? timeColumn : formatTimes)(times, timeZone, steps))
  for (const [name, values] of columns) if (!result.has(name)) result.set(name, values)
  return Object.fromEntries(result)
}

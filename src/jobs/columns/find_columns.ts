// Finds the columns that a job does not name. The rule, which docs/guide/jobs.md tells users:
//
// 1. Time: the only column whose every cell is a time. If several are, the only one with a usual name, for example
//    `date`. Numbers (years, steps, seconds) are times only if no other column is, and the name is usual or the numbers
//    rise by one step from row to row.
// 2. Series: if no time repeats, all rows are one series, whatever other columns hold. If times repeat, the smallest set
//    of columns with which they do not. Candidates hold texts or flags, or whole numbers under a usual name, for example
//    `store_id`; each value has several rows. Parts of a date (weekday, hour) and constant columns name no series, and a
//    column with an unusual name does only if it tells many rows apart.
// 3. Target: the only column of numbers that is left. If there are several, the only one with a usual name, for example
//    `sales`.
//
// A column of numbers or times with some bad cells counts as one of numbers or times. If the rule comes to it, the error
// names the cell. If two answers are equally good, the error lists them with the flags to type. Every choice is a note.

import { listNames } from '../../base/check.ts'
import { defined } from '../../base/defined.ts'
import { GatecastError } from '../../base/error.ts'
import type { SourceEvidence } from '../../files/index.ts'
import type { Job, JobDraft } from '../job/job.ts'
import { placeIn } from '../job/key_place.ts'
import { columnOf } from './column.ts'
import { findSeries } from './find_series.ts'
import { findTarget } from './find_target.ts'
import { findTime } from './find_time.ts'
import { resolveNames } from './resolve_names.ts'

/** The parts of a job that say how its columns are found. */
export type ColumnSearch = Pick<JobDraft, 'columns' | 'layout' | 'timeZone' | 'duplicates'>

export interface FoundColumns {
  readonly columns: Job['columns']
  /** A sentence for each choice, in the order time, series, target, columns that are not used. */
  readonly notes: readonly string[]
  /** The columns without a role. */
  readonly unused: readonly string[]
}

/**
 * Fills in the columns of time, series and target.
 *
 * @param job - the columns that the job names, and how its rows are read
 * @param evidence - what the source holds
 * @throws {GatecastError} `ERR_JOB` if the source does not have a named column, if no column or several fit a role, or if
 * a cell cannot be read
 */
export async function findColumns(job: ColumnSearch, evidence: SourceEvidence): Promise<FoundColumns> {
  const { layout } = job
  const all = evidence.columns.map(columnOf)
  const { columns: given, isOneSeries } = resolveNames(
    job.columns,
    layout,
    all.map(({ name }) => name),
    (role) => placeIn(job, `columns.${role}`),
  )
  if (all.length === 1 && layout === 'long')
    throw new GatecastError(
      'ERR_JOB',
      `Expected a column of times and a column of numbers, got only one column: ${all[0].name}`,
    )
  const taken = new Set(Object.values(given).flat())
  const free = () => all.filter(({ name }) => !taken.has(name))
  const notes: string[] = []

  const time = given.time ?? (await findTime(free(), evidence))
  if (given.time === undefined) notes.push(`time: ${time} (--time)`)
  if (layout === 'wide') return { columns: { ...given, time, target: given.target ?? 'value' }, notes, unused: [] }
  for (const name of [time].flat()) taken.add(name)

  const series = given.series === undefined && !isOneSeries ? await seriesOf() : []
  for (const name of series) taken.add(name)
  if (series.length) notes.push(`series: ${listNames(series)} (--series)`)
  else if (given.series === undefined) notes.push('one series (--series names a column of ids)')

  const hasIds = given.series !== undefined || series.length > 0
  const target = given.target ?? findTarget(free(), !hasIds, evidence.notation)
  for (const name of [target].flat()) taken.add(name)
  if (given.target === undefined) notes.push(`target: ${target} (--target)`)

  const unused = free().map(({ name }) => name)
  if (unused.length) notes.push(`not used: ${listNames(unused)} (--known, --observed, --static)`)
  const named = given.series ?? (series.length > 1 ? series : series[0])
  return { columns: { ...given, time, target, ...defined({ series: named }) }, notes, unused }

  function seriesOf(): Promise<string[]> {
    const { timeZone, duplicates } = job
    const roles = { time: [time].flat(), columns: all, free: free(), evidence }
    return findSeries({ ...roles, timeZone, mergesRows: duplicates !== 'error' })
  }
}

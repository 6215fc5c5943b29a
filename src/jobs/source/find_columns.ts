// Finds the columns that a job does not name. A column is taken only if no other fits, because a guess could be wrong.

import { shown } from '../../base/check.ts'
import { defined } from '../../base/defined.ts'
import { GatecastError } from '../../base/error.ts'
import { nearest } from '../../base/nearest.ts'
import { missingMarkers, toNumber } from '../../series/table/read_values.ts'
import { lookLikeTimes } from '../../series/time/parse/settle_form.ts'
import type { Job, JobDraft } from '../job/job.ts'

export interface TableColumn {
  readonly name: string
  /** The type of the column, as DuckDB names it. */
  readonly type: string
  /** The first values of the column as texts; `null` for a missing value. */
  readonly values: readonly (string | null)[]
}

const isTime = (column: TableColumn): boolean => kindOf(column) === 'time'
const isNumber = (column: TableColumn): boolean => kindOf(column) === 'number'
const isText = (column: TableColumn): boolean => kindOf(column) === 'text'

/** Finds the kind of a column from its type, or from its values if the type is text, as in every CSV file. */
function kindOf({ type, values }: TableColumn): 'time' | 'number' | 'text' | 'other' {
  if (/^(DATE|TIMESTAMP)/.test(type)) return 'time'
  if (/INT|DOUBLE|FLOAT|DECIMAL|REAL/.test(type)) return 'number'
  if (!/^(VARCHAR|ENUM|UUID)/.test(type)) return 'other'
  const there = values.filter((value) => value !== null && !missingMarkers.includes(value.trim())) as string[]
  if (there.length === 0) return 'other'
  if (there.every((value) => Number.isFinite(toNumber(value)))) return 'number'
  return lookLikeTimes(there) ? 'time' : 'text'
}

const usualNames = {
  time: /^(date|time|timestamp|datetime|ds|day|week|month|period)$/i,
  target: /^(y|target|value|sales|demand|quantity|sold)$/i,
  series: /^(unique_id|series|series_id|id|store|shop|item|sku|product)$/i,
}

/**
 * Fills in the columns of time, target and series.
 *
 * @param given - the columns that the job names
 * @param table - the columns of the source
 * @returns the columns, and a note for each column that was found
 * @throws {GatecastError} `ERR_JOB` if the source does not have a named column, or if no column or several fit a role
 */
export function findColumns(
  given: JobDraft['columns'],
  layout: Job['layout'],
  table: readonly TableColumn[],
): { columns: Job['columns']; notes: string[] } {
  checkNamed(given, layout, table)
  const notes: string[] = []
  const taken = new Set(
    [...[given.time ?? []].flat(), given.target, ...namesIn(given)].filter((name) => name !== undefined),
  )
  const free = () => table.filter(({ name }) => !taken.has(name))
  const pick = (role: Role, column: string): string => {
    taken.add(column)
    notes.push(`${role} column: ${column}`)
    return column
  }
  const find = (role: 'time' | 'target', fits: (column: TableColumn) => boolean): string => {
    const fitting = free().filter(fits)
    const column = only(fitting) ?? only(fitting.filter(({ name }) => usualNames[role].test(name)))
    if (column) return pick(role, column.name)
    throw undecided(role, fitting, free())
  }
  const time = given.time ?? find('time', isTimeAmong(free()))
  if (layout === 'wide') return { columns: { ...given, time, target: given.target ?? 'value' }, notes }
  // The series column is found before the target, because a column of numbers with the name `id` is not a target.
  const series = given.series ?? seriesAmong(free())
  if (series !== undefined && given.series === undefined) pick('series', series as string)
  const target = given.target ?? find('target', isNumber)
  const rest = free().map(({ name }) => name)
  if (rest.length) notes.push(`columns not used: ${rest.join(', ')}`)
  return { columns: { ...given, time, target, ...defined({ series }) }, notes }
}

type Role = 'time' | 'target' | 'series'

const only = <T>(list: readonly T[]): T | undefined => (list.length === 1 ? list[0] : undefined)

/** If no column holds times, a column with a usual name, for example `date`, is taken: reading it reports the bad value. */
const isTimeAmong = (columns: readonly TableColumn[]) =>
  columns.some(isTime) ? isTime : (column: TableColumn) => usualNames.time.test(column.name)

/** The column with a usual name, or the only column of texts. If several fit, the user has to choose. */
function seriesAmong(columns: readonly TableColumn[]): string | undefined {
  const texts = columns.filter(isText)
  const named = columns.filter(({ name }) => usualNames.series.test(name))
  const found = only(named) ?? only(texts)
  if (found) return found.name
  if (texts.length || named.length) throw undecided('series', texts.length ? texts : named, columns)
  return undefined
}

const contents: Record<Role, string> = { time: 'times', target: 'numbers', series: 'texts' }

function undecided(role: Role, fitting: readonly TableColumn[], free: readonly TableColumn[]): GatecastError {
  const expected = `Expected one column of ${contents[role]} that can be the ${role} column`
  const got =
    fitting.length > 1
      ? `${fitting.length}: ${fitting.map(({ name }) => name).join(', ')}`
      : `none. ${free.length ? `The other columns hold: ${free.map(shownColumn).join(', ')}` : 'The source has no other columns'}`
  return new GatecastError(
    'ERR_JOB',
    `${expected}, got ${got}. Name it with --${role}, or as columns.${role} in the job file`,
  )
}

/** The name and the first value: a decimal comma, for example, shows why a column is no column of numbers. */
function shownColumn({ name, values }: TableColumn): string {
  const first = values.find((value) => value !== null)
  return first === undefined || first === null ? `${name} (nothing)` : `${name} (${shown(first)})`
}

const namesIn = ({ series, known, observed, static: fixed, categorical }: JobDraft['columns']): string[] => [
  ...(series === undefined ? [] : [series].flat()),
  ...known,
  ...observed,
  ...fixed,
  ...categorical,
]

function checkNamed(given: JobDraft['columns'], layout: Job['layout'], table: readonly TableColumn[]): void {
  const all = table.map(({ name }) => name)
  const roles = Object.entries(given).filter(([role]) => !(layout === 'wide' && role === 'target'))
  for (const [role, names] of roles)
    for (const name of names === undefined ? [] : [names].flat()) {
      if (all.includes(name)) continue
      throw new GatecastError(
        'ERR_JOB',
        `columns.${role}: expected a column of the source, one of ${all.join(', ')}, got "${name}". Did you mean ` +
          `${nearest(name, all, 1)}?`,
      )
    }
}

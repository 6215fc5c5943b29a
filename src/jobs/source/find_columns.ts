// Which column is what, where a job does not say: only where there is one answer.

import { GatecastError } from '../../base/error.ts'
import { nearest } from '../../base/nearest.ts'
import { parseTimes } from '../../series/index.ts'
import { missingMarkers, toNumber } from '../../series/table/read_values.ts'
import type { Job, JobDraft } from '../job/job.ts'

export interface TableColumn {
  readonly name: string
  /** As DuckDB calls it. */
  readonly type: string
  /** Some of its values, as texts. */
  readonly values: readonly (string | null)[]
}

const isTime = (column: TableColumn): boolean => kindOf(column) === 'time'
const isNumber = (column: TableColumn): boolean => kindOf(column) === 'number'
const isText = (column: TableColumn): boolean => kindOf(column) === 'text'

/** By its type, or by its values where the type is text: CSV knows no other. */
function kindOf({ type, values }: TableColumn): 'time' | 'number' | 'text' | 'other' {
  if (/^(DATE|TIMESTAMP)/.test(type)) return 'time'
  if (/INT|DOUBLE|FLOAT|DECIMAL|REAL/.test(type)) return 'number'
  if (!/^(VARCHAR|ENUM|UUID)/.test(type)) return 'other'
  const there = values.filter((value) => value !== null && !missingMarkers.includes(value.trim())) as string[]
  if (there.length === 0) return 'other'
  if (there.every((value) => Number.isFinite(toNumber(value)))) return 'number'
  try {
    parseTimes(there)
    return 'time'
  } catch {
    return 'text'
  }
}

const usualNames = {
  time: /^(date|time|timestamp|datetime|ds|day|week|month|period)$/i,
  target: /^(y|target|value|sales|demand|quantity|sold)$/i,
  series: /^(unique_id|series|series_id|id|store|shop|item|sku|product)$/i,
}

/**
 * The columns of a job with time, target and series filled in.
 *
 * @returns them, and what was found out, as sentences to be said aloud
 * @throws {GatecastError} `ERR_JOB` for a column that is not there, or that cannot be told among several
 */
export function findColumns(
  given: JobDraft['columns'],
  layout: Job['layout'],
  table: readonly TableColumn[],
): { columns: Job['columns']; notes: string[] } {
  checkNamed(given, layout, table)
  const notes: string[] = []
  const taken = new Set([given.time, given.target, ...namesIn(given)].filter((name) => name !== undefined))
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
    throw undecided(role, fitting.length ? fitting : free())
  }
  const time = given.time ?? find('time', isTimeAmong(free()))
  if (layout === 'wide') return { columns: { ...given, time, target: given.target ?? 'value' }, notes }
  // Before the target: a number that is called id is no target.
  const series = given.series ?? seriesAmong(free())
  if (series !== undefined && given.series === undefined) pick('series', series as string)
  const target = given.target ?? find('target', isNumber)
  const rest = free().map(({ name }) => name)
  if (rest.length) notes.push(`columns not used: ${rest.join(', ')}`)
  return { columns: { ...given, time, target, ...(series !== undefined && { series }) }, notes }
}

type Role = 'time' | 'target' | 'series'

const only = <T>(list: readonly T[]): T | undefined => (list.length === 1 ? list[0] : undefined)

/** Texts may be times too, but only where no column is typed as one, and by their name. */
const isTimeAmong = (columns: readonly TableColumn[]) =>
  columns.some(isTime) ? isTime : (column: TableColumn) => usualNames.time.test(column.name)

/** A column with the usual name of one, or the only text. Several texts may be one series' or several's: not guessed. */
function seriesAmong(columns: readonly TableColumn[]): string | undefined {
  const texts = columns.filter(isText)
  const named = columns.filter(({ name }) => usualNames.series.test(name))
  const found = only(named) ?? only(texts)
  if (found) return found.name
  if (texts.length || named.length) throw undecided('series', texts.length ? texts : named)
  return undefined
}

const undecided = (role: Role, among: readonly TableColumn[]): GatecastError =>
  new GatecastError(
    'ERR_JOB',
    `Expected to be told the ${role} column, which cannot be told among ${among.map(({ name }) => name).join(', ') || 'no columns'}. ` +
      `Name it with --${role}, or as columns.${role} in the job file`,
  )

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

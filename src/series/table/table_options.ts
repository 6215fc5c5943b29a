import { checkChoice, checkOptions } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { checkColumn, checkNames } from '../check_columns.ts'
import { checkNotation, type Notation, notationNames } from '../notation/notation.ts'
import { type TimeFormat, timeFormats } from '../time/forms/index.ts'
import { type Frequency, parseFrequency, withCalendar } from '../time/frequency.ts'
import { parseWorkCalendar } from '../time/work_calendar/work_calendar.ts'
import type { Roles, Table } from './table.ts'

export const duplicateRules = ['error', 'first', 'last', 'mean', 'sum', 'min', 'max'] as const

/** The roles of the columns of a table, and how their values are read. */
export interface TableOptions extends Notation {
  /** The column that names the series, or several columns that name it together. Default: all rows are one series. */
  series?: string | readonly string[]
  /**
   * The column of times, or several columns whose texts are joined (a date and an hour). The result has the name of the
   * first.
   */
  time?: string | readonly string[]
  /** The form of the times, where several are possible: the order of day and month, the unit of numbers. Default `auto`. */
  timeFormat?: TimeFormat
  /**
   * IANA name of the time zone of texts without an offset, in which steps of a day and longer are counted. Default
   * `UTC`.
   */
  timeZone?: string
  /** The step between two rows, as {@link parseFrequency} reads it. Default: inferred from the times. */
  frequency?: string | Frequency
  /**
   * The weekdays and hours that have rows: `Mon-Fri`, `Tue,Thu`, `Mon-Sat 09:00-17:30`. Steps count open time only, so
   * that nights and closed days are no gaps. Default: all the time, or the calendar of `frequency`.
   */
  calendar?: string
  /** The column to forecast. */
  target?: string
  /** Covariates that are known in the future as well. */
  known?: readonly string[]
  /** Covariates that are known in the past only. */
  observed?: readonly string[]
  /** Covariates with one value for each series. */
  static?: readonly string[]
  /** Covariates that are categories, even if their values are numbers. */
  categorical?: readonly string[]
  /**
   * The rule for several rows of one series and time: `error` (the default) throws, the other rules merge the rows. A
   * text is taken from the first row; for `last`, from the last row.
   */
  duplicates?: (typeof duplicateRules)[number]
}

/** Options of a panel. Time and target are required. */
export type PanelOptions = TableOptions & Required<Pick<TableOptions, 'time' | 'target'>>

export const tableOptionNames = [
  'series',
  'time',
  'timeFormat',
  'timeZone',
  'frequency',
  'calendar',
  'target',
  'known',
  'observed',
  'static',
  'categorical',
  ...notationNames,
  'duplicates',
] as const satisfies (keyof TableOptions)[]

/** Options of a table that were checked, with the defaults filled in. */
export type CheckedOptions = ReturnType<typeof checkTableOptions>

/**
 * Checks options against the columns of a table.
 *
 * @param table - what the table is, for messages, if it could be another one
 */
export function checkTableOptions(where: string, options: TableOptions, columns: readonly string[], table?: string) {
  if (options !== null && typeof options === 'object' && 'targets' in options)
    throw new GatecastError(
      'ERR_RANGE',
      `Expected one target for ${where}, got targets. Name the first as target and the others as observed, make the ` +
        'panel, and call panel.withTargets([...])',
    )
  checkOptions(where, options, tableOptionNames)
  const names = (role: keyof TableOptions): string[] => {
    const list = options[role] === undefined ? [] : checkNames(role, options[role])
    for (const name of list) checkColumn(role, name, columns, table)
    return list
  }
  const timeColumns = names('time')
  const [target, second] = names('target')
  if (second !== undefined) throw new GatecastError('ERR_RANGE', `Expected one target, got "${target}" and "${second}"`)
  const series = names('series')
  const roles: Roles = {
    series,
    time: timeColumns[0],
    target,
    known: names('known'),
    observed: names('observed'),
    static: names('static'),
    categorical: names('categorical'),
  }
  checkRoles(roles, timeColumns)
  return {
    roles,
    timeColumns,
    notation: checkNotation(options),
    duplicates: checkChoice('duplicates', options.duplicates ?? 'error', duplicateRules),
    ...checkSteps(options),
    timeZone: options.timeZone ?? 'UTC',
    timeFormat: checkChoice('timeFormat', options.timeFormat ?? 'auto', timeFormats),
  }
}

/** The frequency within the calendar; without a frequency, the calendar is kept until the frequency is inferred. */
function checkSteps({ frequency, calendar }: TableOptions): Pick<Table, 'frequency' | 'calendar'> {
  const parsed = frequency === undefined ? undefined : parseFrequency(frequency)
  if (calendar === undefined) return { frequency: parsed }
  if (parsed) return { frequency: withCalendar(parsed, calendar) }
  return { frequency: undefined, calendar: parseWorkCalendar(calendar).text }
}

/**
 * Refuses a column in two roles, and a target of categories.
 *
 * @param roles - names of columns by role
 * @param time - the columns of times
 */
export function checkRoles(
  {
    target,
    known,
    observed,
    static: fixed,
    series,
    categorical,
  }: Omit<Roles, 'time' | 'target'> & { target?: string | readonly string[] | undefined },
  time: readonly string[],
): void {
  const targets = target === undefined ? [] : [target].flat()
  const roles: [string, readonly string[]][] = [
    ['series', series],
    ['time', time],
    ['target', targets],
    ['known', known],
    ['observed', observed],
    // A column that names the series may be static as well: it has one value for each series.
    ['static', fixed.filter((name) => !series.includes(name))],
  ]
  const seen = new Map<string, string>()
  for (const [role, names] of roles)
    for (const name of names) {
      const other = seen.get(name)
      if (other !== undefined)
        throw new GatecastError(
          'ERR_RANGE',
          `Expected column "${name}" in one role, got the column ${other === role ? `twice in ${role}` : `as ${other} and ${role}`}`,
        )
      seen.set(name, role)
    }
  const category = targets.find((name) => categorical.includes(name))
  if (category !== undefined)
    throw new GatecastError(
      'ERR_RANGE',
      `Expected a target of numbers, got "${category}" under categorical. Remove it there`,
    )
}

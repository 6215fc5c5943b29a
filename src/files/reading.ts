import type { NamedHolidays } from '../series/calendar/holiday_values.ts'
import type { TableOptions } from '../series/table/table_options.ts'
import type { Source } from './source.ts'

/** How the columns of a source are read: the role of each column, and how its values are written. */
export interface Reading extends Omit<TableOptions, 'time' | 'target'> {
  /**
   * `long`: one row for each series and time. `wide`: one row for each time, one column for each series. Default
   * `long`.
   */
  layout?: 'long' | 'wide'
  /** The column of times, or several columns whose texts are joined to one time. */
  time: string | readonly string[]
  /** The column to forecast. In the wide layout: the name for the column of values, `value` by default. */
  target?: string
  /** The columns to forecast, in place of `target`: each becomes a series of its own. Not in the wide layout. */
  targets?: readonly string[]
  /** Holidays, which become the known covariate `holiday`, as by {@link Panel.withHolidays}: dates, or a place: `DE-BY`. */
  holidays?: NamedHolidays
  /**
   * Rows after the history, with the covariates known in the future. They are never history: a row that is not after the
   * history of its series, and a series without history, are left out.
   */
  future?: Source
  /**
   * The column of flags that marks the rows of a future table in files that hold both.
   *
   * @internal
   */
  planned?: string
}

/** All ids from one id to another, both included, in the order of their UTF-8 bytes. */
export interface IdRange {
  /** The first id. */
  from: string
  /** The last id. */
  to: string
}

/** Some of the series: those in one or several ranges of ids, or those with the listed ids. */
export type Ids = IdRange | readonly IdRange[] | readonly string[]

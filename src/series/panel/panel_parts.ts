import type { Recipe } from '../calendar/recipes.ts'
import type { Frequency } from '../time/frequency.ts'

/** The target or a covariate. */
export interface Column {
  /** The name of the column in the table that the panel was made from. */
  readonly name: string
  /** `numeric`: values are amounts. `categorical`: values are indices of `categories`. */
  readonly kind: 'numeric' | 'categorical'
  /** One value for each row of the panel, series after series; NaN where missing. */
  readonly values: Float64Array
  /** The names of the categories of a categorical column. */
  readonly categories?: readonly string[]
  /**
   * How to compute a covariate from the time, for example the month. `Panel.extend` fills new rows with it. Absent for
   * covariates that do not depend on the time.
   */
  readonly recipe?: Recipe
}

/** A covariate that does not change with time. */
export interface StaticColumn extends Column {
  /** One value for each series; NaN where missing. */
  readonly values: Float64Array
}

/** The parts that a panel is made of. */
export interface PanelParts {
  /** The step between two rows. */
  readonly frequency: Frequency
  /** IANA name of the time zone in which steps of a day and longer are counted. */
  readonly timeZone: string
  /** The ids of the series; all are different. */
  readonly ids: readonly string[]
  /** Series i has the rows from `offsets[i]` to before `offsets[i + 1]`, future rows included. */
  readonly offsets: Float64Array
  /** Number of rows of history of each series. The rows after them are future rows. */
  readonly lengths: Float64Array
  /** Time of the first row of each series, in milliseconds since 1970 UTC. */
  readonly starts: Float64Array
  /** The column to forecast; NaN where missing and in future rows. */
  readonly target: Column
  /** Covariates that are known in the future as well, for example prices, promotions and the calendar. */
  readonly known: readonly Column[]
  /** Covariates that are known up to the last row of the history only. */
  readonly observed: readonly Column[]
  /** Covariates with one value for each series. */
  readonly static: readonly StaticColumn[]
  /**
   * The names of the targets, if each series has several. Every target is a series of its own: those of one series are
   * consecutive, in this order, and have the same times. Absent with one target.
   */
  readonly channels?: readonly string[] | undefined
  /** Names of the columns that hold id and time in a DataFrame. Default: `series` and `time`. */
  readonly names?: { readonly series: string; readonly time: string }
}

import type { Recipe } from '../calendar/recipes.ts'
import type { Frequency } from '../time/frequency.ts'

/** A covariate or the target: numbers, NaN where missing; for a category the numbers index `categories`. */
export interface Column {
  /** Of the column, as in the table it came from. */
  readonly name: string
  /** Whether its values are amounts, or numbers of categories. */
  readonly kind: 'numeric' | 'categorical'
  /** One value per row of the panel, series after series. Categorical: whole numbers, NaN where missing. */
  readonly values: Float64Array
  /** Labels that a categorical column's numbers stand for. */
  readonly categories?: readonly string[]
  /** Of a covariate that follows from the time alone: how, so that `Panel.extend` can go on with it. */
  readonly recipe?: Recipe
}

/** A covariate that does not change with time: one value per series. */
export interface StaticColumn extends Column {
  /** One value per series. */
  readonly values: Float64Array
}

/** What a panel is made of. */
export interface PanelParts {
  /** The step between two rows. */
  readonly frequency: Frequency
  /** IANA name; calendar steps (days and longer) are counted on this zone's clock. */
  readonly timeZone: string
  /** Of the series. */
  readonly ids: readonly string[]
  /** Rows of series i are `offsets[i]` to `offsets[i + 1]`, future rows included. */
  readonly offsets: Float64Array
  /** Rows of series i that are history; the rest is the future. */
  readonly lengths: Float64Array
  /** Time of the first row of each series, in milliseconds since 1970 UTC. */
  readonly starts: Float64Array
  /** What is forecast; NaN where missing and in future rows. */
  readonly target: Column
  /** Known in the future as well: prices, promotions, the calendar. */
  readonly known: readonly Column[]
  /** Known up to the last row of history only. */
  readonly observed: readonly Column[]
  /** Covariates with one value for each series. */
  readonly static: readonly StaticColumn[]
  /** Names of the columns that hold id and time in a DataFrame. */
  readonly names?: { readonly series: string; readonly time: string }
}

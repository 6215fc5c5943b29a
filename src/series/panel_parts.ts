import type { Frequency } from './frequency.ts'
import type { Recipe } from './time/recipes.ts'

/** A covariate or the target: numbers, NaN where missing; for a category the numbers index `categories`. */
export interface Column {
  readonly name: string
  readonly kind: 'numeric' | 'categorical'
  /** One value per row of the panel, series after series. Categorical: whole numbers, NaN where missing. */
  readonly values: Float64Array
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
  readonly frequency: Frequency
  /** IANA name; calendar steps (days and longer) are counted on this zone's clock. */
  readonly timeZone: string
  readonly ids: readonly string[]
  /** Rows of series i are `offsets[i]` to `offsets[i + 1]`, future rows included. */
  readonly offsets: Float64Array
  /** Rows of series i that are history; the rest is the future. */
  readonly lengths: Float64Array
  /** Time of the first row of each series, in milliseconds since 1970 UTC. */
  readonly starts: Float64Array
  readonly target: Column
  /** Known in the future as well: prices, promotions, the calendar. */
  readonly known: readonly Column[]
  /** Known up to the last row of history only. */
  readonly observed: readonly Column[]
  readonly static: readonly StaticColumn[]
  /** Names of the columns that hold id and time in a DataFrame. */
  readonly names?: { readonly series: string; readonly time: string }
}

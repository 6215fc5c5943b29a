import type { Table } from '../../series/table/table.ts'

/** The values of one series on which a step is undone. */
export interface SeriesValues {
  readonly id: string
  readonly times: Float64Array
  readonly values: Float64Array
  /** The column of the frame that holds the values, if they are quantiles. */
  readonly quantile?: string
}

/**
 * A step of a pipeline. Its arguments and its state, the values that it learned from data, are plain JSON. So a step
 * can be saved and repeated on new data.
 */
export interface Step<Arguments extends readonly unknown[], State = undefined> {
  /** Learns the state from a table. */
  fit?(table: Table, ...args: Arguments): State
  /** Applies the step to a table, and returns the new table. */
  apply(table: Table, state: State, ...args: Arguments): Table
  /**
   * Whether the step learns again from new data. For a state that holds only for its own data, for example the last
   * values of each series.
   */
  readonly refit?: boolean
  /**
   * Undoes the step on the values of one series in a column. Left out if the step does not change values, or cannot be
   * undone.
   */
  invert?(column: string, series: SeriesValues, state: State, context: InvertContext): Float64Array
}

/** Properties of the table that a step was done on. */
export interface InvertContext {
  readonly frequency: Table['frequency']
  readonly timeZone: string
}

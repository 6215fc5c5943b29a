import type { Table } from '../../series/table/table.ts'

/** Values of one series in a frame that a step is undone on. */
export interface SeriesPart {
  readonly id: string
  readonly times: Float64Array
  readonly values: Float64Array
}

/**
 * One step of a pipeline. Its arguments and what it learned (`State`) are plain JSON, so that it can be applied to new
 * data just as to the first.
 */
export interface Step<Arguments extends readonly unknown[], State = undefined> {
  /** Learns from a table what `apply` needs of it. */
  fit?(table: Table, ...args: Arguments): State
  apply(table: Table, state: State, ...args: Arguments): Table
  /** What only holds for the data it was learned from, such as the last values of each series. */
  readonly refit?: boolean
  /** Undoes what `apply` did to a column; not there if nothing was done to values, or nothing can be undone. */
  invert?(column: string, part: SeriesPart, state: State, context: InvertContext): Float64Array
}

export interface InvertContext {
  readonly frequency: Table['frequency']
  readonly timeZone: string
}

import type { Zone } from '../zone.ts'

/** The facts that every form of times states about itself. The table of the docs shows them, and a test runs them. */
export interface Form {
  /** The cells that the form reads. */
  readonly matches: string
  /** Cells of a column, and the time of the first one in UTC. */
  readonly examples: readonly (readonly [cells: readonly (string | number)[], time: string])[]
  /** Cells that look like the form and are refused. */
  readonly refuses: readonly (string | number)[]
  /** Forms that can read the same cells and give other times. */
  readonly rivals: readonly string[]
}

/** A form of columns of numbers. */
export interface NumberForm extends Form {
  /** `wall`: the times are those of a clock on the wall. `instant`: they are UTC. `step`: they are numbers of steps. */
  readonly gives: 'wall' | 'instant' | 'step'
  /** Forms that are preferred where they read the whole column too. */
  readonly yieldsTo?: readonly string[]
  /** Whether the form is used only if `timeFormat` names it. Otherwise it is no more than advice. */
  readonly onlyByName?: boolean
  /** Whether a column may have this form if `timeFormat` does not name one. */
  fits(column: NumberColumn): boolean
  /** Whether a column has this form for certain, so that the few numbers that it does not read are mistakes. Default: as `fits`. */
  fitsMost?(column: NumberColumn): boolean
  /** A sentence for the error of a number that the form does not read. */
  readonly advice?: string
  /** Returns the reader for a column. The reader gives NaN for a number that the form does not have. */
  reader(column: NumberColumn): (value: number) => number
}

/** Facts about a column of numbers that the forms use. */
export interface NumberColumn {
  readonly values: Float64Array
  /** Whether all values are whole numbers. */
  readonly whole: boolean
  readonly min: number
  readonly max: number
  /** The least and the greatest number of digits before the decimal point; zeros in front count in texts. */
  readonly digits: readonly [least: number, most: number]
  /** The least and the greatest number of digits after the decimal point. */
  readonly decimals: readonly [least: number, most: number]
  /** Whether the numbers are texts, so that they have all their decimals. */
  readonly written: boolean
  /** Whether a text has a zero in front, so that no zero is lost in the others. */
  readonly zeros: boolean
  /** The meaning that the name of the column tells. */
  readonly hint: ColumnHint | undefined
  /** Whether the form was named by `timeFormat`. */
  readonly named: boolean
}

/** The meaning of a column that its name tells. */
export type ColumnHint = 'year' | 'week' | 'quarter' | 'month' | 'index' | 'date'

/** One reading of a text that has several. */
export interface TextReading {
  readonly form: string
  /** Milliseconds since 1970 UTC. */
  readonly time: number
}

/** How texts are read. */
export interface TextContext {
  readonly zone: Zone
  /** The part of a date in each column whose texts were joined, for example `year`; `undefined` if it is not known. */
  readonly parts: readonly string[] | undefined
  /** The number of columns whose texts were joined. */
  readonly columns: number
  /** The only form that is left for cells that several forms share; `undefined` while there are more. */
  only?: string
  /** Set to true by the reader when it has read a time of day without an offset. */
  wallClock: boolean
}

// Columns in native memory, and samples that are cut out of them.

import type { Tensors } from './program.ts'

/**
 * Columns of many series in native memory. They are copied once; training, validation and prediction share them.
 * Running work keeps the columns that it uses, even if this object is disposed.
 */
export interface Table {
  readonly series: number
  readonly rows: number
  dispose(): void
}

/**
 * Values of a column. NaN is a missing value. Float64 keeps its precision until a window is cut: the location of the
 * window is subtracted first, and then the difference is rounded to float32. Int32 is for embeddings and has no missing
 * values.
 */
export type ColumnData = Float32Array | Float64Array | Int32Array

/**
 * Samples that are cut out of a {@link Table}. A window is a series and an origin, the number of the first row that is
 * forecast within the series. Rows of an input are counted from the origin: -1 is the last known row, 0 the first
 * forecast. Rows before and after the series hold missing values.
 *
 * Windows are numbered one series after another, each from its first origin. The samples of a call come in that order.
 */
export interface Windows {
  readonly table: Table
  /**
   * Series s has `count[s]` windows with origins `first[s]`, `first[s] + stride`, ..., each from 0 to the series'
   * length.
   */
  readonly first: Int32Array
  readonly count: Int32Array
  readonly stride: number
  /**
   * Number of series in a sample, which divides the number of series; default 1. A sample is then a group of consecutive
   * series at one origin, all with the same origins. The first dimension of each input is `together*batch`. Each series
   * has a location and a scale of its own, and {@link WindowScales} has one of each for every series.
   */
  readonly together?: number
  /** Name of the target, a float column. */
  readonly target: string
  /** Number of rows before the origin that location and scale are computed from. */
  readonly context: number
  /** Number of rows from the origin on that are forecast. */
  readonly horizon: number
  /**
   * Whether to leave out windows whose target has no value in the context, or none in the horizon. Of a group, one
   * series needs both, and all series need a value before the origin. Do not set it for `predict`, whose results then
   * lack these windows. Default false.
   */
  readonly needTarget?: boolean
  readonly scaling: WindowScaling
  /**
   * Whether `none` and `mean` subtract the mean of a window whose level is more than ten thousand times its standard
   * deviation (or above ten thousand, if it is constant). In float32 such a level would hide the changes. `none` then has
   * that mean as its location, and `mean` scales like `standard`. Default false.
   */
  readonly subtractLevel?: boolean
  /** The source of the values of each input of the Program, by the name of the input. */
  readonly inputs: Readonly<Record<string, WindowInput>>
}

/**
 * How location and scale of a window are computed, from the known values of the target in its context. If the context
 * has no known value, the same number of rows up to the last known value before it is used. If there is none at all,
 * location is 0 and scale is 1. A scale that would be 0 (a constant context; for `mean`, all zeros) is 1.
 *
 * | | location | scale |
 * |---|---|---|
 * | `none` | 0 | 1 |
 * | `mean` | 0 | mean absolute value |
 * | `standard` | mean | standard deviation (division by n) |
 * | `robust` | median | interquartile range / 1.349; if that is 0, the root mean square distance from the median |
 * | `last` | last value | root mean square distance from it |
 */
export type WindowScaling = 'none' | 'mean' | 'standard' | 'robust' | 'last'

/** Location and scale of each window in double precision, in the order of the windows. */
export interface WindowScales {
  readonly location: Float64Array
  readonly scale: Float64Array
}

/** The rows or numbers that fill an input of the Program. The first dimension of the input is `batch`. */
export type WindowInput =
  /**
   * Rows [from, to) of columns: `[batch, to - from, columns]`, or `[batch, to - from]` for one column. The second
   * dimension may be `time`. All columns are float, or all are int32 for an int32 input.
   */
  | {
      readonly kind: 'values'
      readonly columns: readonly string[]
      readonly from: number
      readonly to: number
      /** For each column, whether its values are scaled: the input then gets (value - location) / scale. */
      readonly scaled: readonly boolean[]
      /** The number that replaces a missing value in the input; it is not scaled. */
      readonly missing: number
    }
  /** For rows [from, to), 1 if the column has a value, else 0: `[batch, to - from]` or `[batch, to - from, 1]`. */
  | { readonly kind: 'mask'; readonly column: string; readonly from: number; readonly to: number }
  /** Static columns: `[batch, columns]`, or `[batch]` for one column. */
  | { readonly kind: 'static'; readonly columns: readonly string[] }
  /** Location or scale of the window: `[batch]` or `[batch, 1]`. */
  | { readonly kind: 'location' }
  | { readonly kind: 'scale' }
  /** The same number for each window: `[batch]` or `[batch, 1]`. */
  | { readonly kind: 'constant'; readonly value: number }
  /** Number of the series in the table, int32: `[batch]` or `[batch, 1]`. */
  | { readonly kind: 'series' }

export type Samples = Tensors | Windows

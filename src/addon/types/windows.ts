// Columns in native memory, and the samples cut out of them.

import type { Tensors } from './program.ts'

/**
 * Columns of many series in native memory: copied once, shared by training, validation and prediction. Work under way
 * keeps what it uses, whatever happens to this object.
 */
export interface Table {
  readonly series: number
  readonly rows: number
  dispose(): void
}

/** NaN is a missing value. Float64 is rounded to float32. Int32 is for embeddings and has no missing values. */
export type ColumnData = Float32Array | Float64Array | Int32Array

/**
 * Samples cut out of a {@link Table}. A window is a series and an origin: the first row that is forecast, counted within
 * the series. The rows of an input are counted from the origin: -1 is the last one that is known, 0 the first forecast.
 * Rows before and after the series are missing values.
 *
 * Windows are numbered series after series, each from its first origin; the samples of a call come in that order.
 */
export interface Windows {
  readonly table: Table
  /** Series s has `count[s]` windows, with origins `first[s]`, `first[s] + stride`, ...: from 0 to the series' length. */
  readonly first: Int32Array
  readonly count: Int32Array
  readonly stride: number
  /** A float column. */
  readonly target: string
  /** Rows before the origin that location and scale are taken from. */
  readonly context: number
  /** Rows from the origin on that are forecast. */
  readonly horizon: number
  /**
   * Leave out windows whose target has no value in the context, or none in the horizon. `predict` then gives rows for
   * those that are left, so leave it off there. Default false.
   */
  readonly needTarget?: boolean
  readonly scaling: WindowScaling
  /** By name of the Program's input. */
  readonly inputs: Readonly<Record<string, WindowInput>>
}

/**
 * Location and scale of a window: of the values of the target that are there in its context, or, where there is none, of
 * as many rows up to the last value before. Location 0 and scale 1 where there is none at all, and scale 1 where it
 * would be 0 (a constant context; for `mean`, all zeros).
 *
 * | | location | scale |
 * |---|---|---|
 * | `none` | 0 | 1 |
 * | `mean` | 0 | mean absolute value |
 * | `standard` | mean | standard deviation (division by n) |
 * | `robust` | median | interquartile range / 1.349, or where that is 0 the root mean square distance from the median |
 * | `last` | last value | root mean square distance from it |
 */
export type WindowScaling = 'none' | 'mean' | 'standard' | 'robust' | 'last'

/** What fills an input of the Program. Its first dimension is `batch`. */
export type WindowInput =
  /**
   * Rows [from, to) of columns: `[batch, to - from, columns]`, or `[batch, to - from]` for one column; the second
   * dimension may be `time`. All columns float, or all int32 for an int32 input.
   */
  | {
      readonly kind: 'values'
      readonly columns: readonly string[]
      readonly from: number
      readonly to: number
      /** By column: whether the input gets (value - location) / scale. */
      readonly scaled: readonly boolean[]
      /** What stands for a missing value, as it goes into the input: after scaling. */
      readonly missing: number
    }
  /** 1 where the column has a value in rows [from, to), else 0: `[batch, to - from]` or `[batch, to - from, 1]`. */
  | { readonly kind: 'mask'; readonly column: string; readonly from: number; readonly to: number }
  /** Static columns: `[batch, columns]`, or `[batch]` for one. */
  | { readonly kind: 'static'; readonly columns: readonly string[] }
  /** Location or scale of the window: `[batch]` or `[batch, 1]`. */
  | { readonly kind: 'location' }
  | { readonly kind: 'scale' }
  /** Number of the series in the table, int32: `[batch]` or `[batch, 1]`. */
  | { readonly kind: 'series' }

export type Samples = Tensors | Windows

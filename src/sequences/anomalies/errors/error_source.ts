import type { Json } from '../../../base/json.ts'
import type { FitOptions } from '../../../forecast/index.ts'
import type { CallOptions, Tensors } from '../../../nn/index.ts'
import type { Panel } from '../../../series/index.ts'

/** How far a row is from what was expected of it. NaN where nothing was expected, or the value is missing. */
export interface RowErrors {
  /** The value that was expected from the rows before. */
  readonly expected: number
  /** The value minus the expected one. */
  readonly error: number
  /** How much larger than usual the error may be, because little was known; 1 as a rule. */
  readonly width: number
  /** The mean error of the last rows against one expectation of all of them. */
  readonly level: number
  /** The root mean square of these errors. */
  readonly shape: number
}

/** The errors of the rows of a series, as columns. */
export type ErrorColumns = { readonly [K in keyof RowErrors]: Float64Array }

/** Covariates that come with a value of a stream, by name. */
export interface NextCovariates {
  /** Values of observed covariates of the same row. */
  readonly observed?: Readonly<Record<string, number | string | null>>
  /** Values of known covariates of the row that the horizon now reaches, unless the panel holds them. */
  readonly known?: Readonly<Record<string, number | string | null>>
}

/** The errors of a series, which goes on. */
export interface ErrorRun {
  /** The errors of the rows so far. */
  readonly columns: ErrorColumns
  /** Takes the next value of the series. */
  next(value: number, covariates: NextCovariates): Promise<RowErrors>
}

/** Gives the errors of a series: each from the rows before it, except that an autoencoder sees the row itself. */
export interface ErrorSource {
  readonly kind: string
  /** Number of last rows that `level` and `shape` look at. */
  readonly path: number
  /** Learns from the histories of a panel. */
  fit(panel: Panel, options: FitOptions): Promise<void>
  /** The errors of all history rows of a panel with one series. */
  run(panel: Panel, options: CallOptions): Promise<ErrorRun>
  /** Whether `fit` saw a series with this id. */
  knows(id: string): boolean
  toState(): { config: Json; tensors: Tensors }
  /** Throws if the parts that a file holds do not fit together. */
  checkWhole?(): Promise<void>
}

/** Columns to fill, with NaN in every row. */
export const emptyColumns = (rows: number): ErrorColumns => {
  const column = () => new Float64Array(rows).fill(Number.NaN)
  return {
    expected: column(),
    error: column(),
    width: new Float64Array(rows).fill(1),
    level: column(),
    shape: column(),
  }
}

export function setRow(columns: ErrorColumns, row: number, errors: RowErrors): void {
  columns.expected[row] = errors.expected
  columns.error[row] = errors.error
  columns.width[row] = errors.width
  columns.level[row] = errors.level
  columns.shape[row] = errors.shape
}

export const rowOf = (columns: ErrorColumns, row: number): RowErrors => ({
  expected: columns.expected[row],
  error: columns.error[row],
  width: columns.width[row],
  level: columns.level[row],
  shape: columns.shape[row],
})

import type { InPieces } from '../base/resources/turns.ts'
import type { TimeColumn } from './time_column.ts'

/** Columns to make a frame of. Times may be a {@link TimeColumn}, if the kind has a type for times. */
export type FrameColumns = Record<string, ArrayLike<unknown> | TimeColumn>

/** A kind of frames: the package that they come from, how they are recognised, read and made. */
export interface FrameKind<Frame = object, Library = object> {
  /** The name of the package, for messages. */
  readonly package: string
  /** How code that uses the package calls what it imports: `toFrame(arrow)`. */
  readonly imported: string
  /** Whether its columns have a type for times. If not, times are ISO texts. */
  readonly hasTimes: boolean
  /** Whether a value is a frame of this kind. It looks at members: a project may hold several copies of a package. */
  owns(value: object): boolean
  /** Names of the columns. */
  names(frame: Frame): readonly string[]
  /** Number of rows. */
  rows(frame: Frame): number
  /**
   * The cells of a column: numbers, texts, booleans, bigints and dates, `null` or NaN where missing. A time on a wall
   * clock and a date without a time of day are ISO texts.
   *
   * @throws {GatecastError} `ERR_TYPE` for a column of another type, `ERR_RANGE` for a decimal that no number holds
   */
  cells(frame: Frame, name: string): InPieces<ArrayLike<unknown>>
  /** Whether a value is the imported package. */
  isLibrary(value: object): boolean
  /** The package that a frame comes from, if the frame leads to it. */
  libraryOf?(frame: Frame): Library | undefined
  /** Makes a frame of columns of equal length. */
  make(library: Library, columns: FrameColumns, rows: number): object
}

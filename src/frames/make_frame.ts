import { shown } from '../base/check.ts'
import { GatecastError } from '../base/error.ts'
import { type Columns, rowsIn } from './columns.ts'
import type { Danfo, DataFrame, Frame, FrameLibrary, FrameOf } from './frame_types.ts'
import { installed } from './installed.ts'
import type { FrameColumns, FrameKind } from './kind.ts'
import { kindOf, kindOfLibrary, packages } from './kinds/index.ts'

/** Makes frames of one kind. */
export interface FrameMaker {
  /** Whether the kind has a type for times. If not, times are ISO texts. */
  readonly hasTimes: boolean
  make(columns: FrameColumns): object
}

const maker = (kind: FrameKind, library: object): FrameMaker => ({
  hasTimes: kind.hasTimes,
  make: (columns) => kind.make(library, columns, rowsIn(columns as Columns)),
})

/**
 * The maker of the frames of a package.
 *
 * @param library - the imported package. Default: the installed `danfojs-node`
 * @throws {GatecastError} `ERR_TYPE` for any other value, and if danfojs-node is not installed
 */
export function makerOf(library: FrameLibrary | undefined): FrameMaker {
  const given = library === undefined ? installedDanfo() : library
  const kind = kindOfLibrary(given)
  if (kind) return maker(kind, given)
  throw new GatecastError('ERR_TYPE', `Expected an imported package of frames (${packages}), got ${shown(given)}`)
}

/**
 * Remembers the kind of a frame, without the frame: returns a function that gives the maker of such frames, or of those of
 * an imported package.
 */
export function makersLike(frame: Frame): (library?: FrameLibrary) => FrameMaker {
  const kind = kindOf(frame)
  const own = kind?.libraryOf?.(frame)
  return (library) => {
    if (library !== undefined || !kind) return makerOf(library)
    if (own) return maker(kind, own)
    throw new GatecastError(
      'ERR_TYPE',
      `Expected the imported ${kind.package}, got nothing: its frames do not lead to it. Write ` +
        `toFrame(${kind.imported}), or, for inverse(), { library: ${kind.imported} }`,
    )
  }
}

/**
 * Makes a frame of columns.
 *
 * @param columns - columns of equal length by name
 * @param library - the imported package whose frame it becomes: danfojs, danfojs-node, apache-arrow, nodejs-polars or
 * arquero; default: the installed `danfojs-node`
 * @returns the frame. It is made at once, by danfo about 2,000 rows in a millisecond, and nothing else runs meanwhile
 * @throws {GatecastError} `ERR_TYPE` if the package is not given and danfojs-node is not installed, for anything but
 * columns, and for values that the frame has no type for; `ERR_SHAPE` if their lengths differ
 * @example
 * dataFrame({ day: ['2024-01-01', '2024-01-02'], sold: [3, 5] }).print()
 */
export function dataFrame(columns: Columns): DataFrame
export function dataFrame<Library extends FrameLibrary>(columns: Columns, library: Library): FrameOf<Library>
export function dataFrame(columns: Columns, library?: FrameLibrary): object {
  return makerOf(library).make(columns)
}

function installedDanfo(): Danfo {
  const danfo = installed('danfojs-node')
  if (danfo) return danfo as Danfo
  throw new GatecastError(
    'ERR_TYPE',
    'Expected danfojs-node to be installed. Install it (npm install danfojs-node), or pass the package that you use: ' +
      "import * as arrow from 'apache-arrow', then toDataFrame(arrow)",
  )
}

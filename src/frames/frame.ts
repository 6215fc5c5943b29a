import { shown } from '../base/check.ts'
import { GatecastError } from '../base/error.ts'
import { atOnce, type InPieces } from '../base/resources/turns.ts'
import type { Columns } from './columns.ts'
import type { Frame } from './frame_types.ts'
import { kindOf, packages } from './kinds/index.ts'

/**
 * Returns whether a value is a frame: a DataFrame of danfojs, danfojs-node or nodejs-polars, or a table of apache-arrow or
 * arquero. It looks at the members and not at the class, because a project may hold several copies of a package.
 *
 * @param value - any value
 * @returns true if it has the members of such a frame
 * @example
 * const panel = isDataFrame(data) ? prepare(data, roles).toPanel() : panelFromRows(data, roles)
 */
export const isDataFrame = (value: unknown): value is Frame => kindOf(value) !== undefined

/**
 * Reads the columns of a frame. Columns of doubles without missing values are not copied, if the frame holds them in one
 * piece.
 *
 * @param frame - a DataFrame of danfojs, danfojs-node or nodejs-polars, or a table of apache-arrow or arquero
 * @returns one array for each column, by name
 * @throws {GatecastError} `ERR_TYPE` for a value that is no frame, and for a column that holds neither numbers, texts,
 * booleans nor times; `ERR_RANGE` for a decimal that no number holds; `ERR_DATA` for two columns of one name
 * @example
 * const { sold } = columnsOf(frame)
 */
export const columnsOf = (frame: Frame): Columns => atOnce(columnsInPieces(frame))

/**
 * {@link columnsOf} in pieces.
 *
 * @param wanted - names of the columns to read. The others have a length, and no values. Default: all
 */
export function* columnsInPieces(frame: Frame, wanted?: ReadonlySet<string>): InPieces<Columns> {
  const kind = kindOf(frame)
  if (!kind) throw new GatecastError('ERR_TYPE', `Expected a frame of ${packages}, got ${shown(frame)}`)
  const length = kind.rows(frame)
  const columns = new Map<string, ArrayLike<unknown>>()
  for (const name of kind.names(frame)) {
    if (columns.has(name))
      throw new GatecastError('ERR_DATA', `Expected columns with names that differ, got "${name}" twice. Rename one`)
    columns.set(name, wanted && !wanted.has(name) ? { length } : yield* kind.cells(frame, name))
  }
  return Object.fromEntries(columns)
}

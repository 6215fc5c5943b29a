import { GatecastError } from '../../base/error.ts'
import type { PanelParts } from './panel_parts.ts'

/**
 * Checks that the lengths of the parts of a panel fit each other.
 *
 * @throws {GatecastError} `ERR_SHAPE` if they do not
 */
export function checkParts({ ids, offsets, lengths, starts, ...parts }: PanelParts): void {
  const checkSize = (what: string, size: number, expected: number) => {
    if (size === expected) return
    throw new GatecastError('ERR_SHAPE', `Expected ${expected} values in ${what} of the panel, got ${size}`)
  }
  checkSize('offsets', offsets.length, ids.length + 1)
  checkSize('lengths', lengths.length, ids.length)
  checkSize('starts', starts.length, ids.length)
  for (const column of [parts.target, ...parts.known, ...parts.observed])
    checkSize(`column "${column.name}"`, column.values.length, offsets[ids.length])
  for (const column of parts.static) checkSize(`static column "${column.name}"`, column.values.length, ids.length)
  const ragged = lengths.findIndex((rows, series) => !(rows >= 0 && rows <= offsets[series + 1] - offsets[series]))
  if (ragged < 0) return
  throw new GatecastError(
    'ERR_SHAPE',
    `Expected at most ${offsets[ragged + 1] - offsets[ragged]} rows of history in series "${ids[ragged]}", got ` +
      lengths[ragged],
  )
}

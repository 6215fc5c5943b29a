import { isFloat64Array } from '../../base/brand.ts'
import { checkFloats, checkList, checkText, shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import type { Column, PanelParts } from './panel_parts.ts'

/**
 * Checks the parts that say where the series of a panel or of a forecast lie.
 *
 * @param where - `a panel` or `a forecast`, for messages
 * @param maker - functions that make one
 * @throws {GatecastError} `ERR_TYPE` naming the part
 */
export function checkPlaces(where: string, parts: Places, maker: string): void {
  if (typeof parts !== 'object' || parts === null)
    throw new GatecastError('ERR_TYPE', `Expected the parts of ${where}, got ${shown(parts)}. Make one with ${maker}`)
  if (typeof parts.frequency?.unit !== 'string')
    throw new GatecastError(
      'ERR_TYPE',
      `Expected frequency of ${where} to be made by parseFrequency(), got ${shown(parts.frequency)}`,
    )
  checkText(`timeZone of ${where}`, parts.timeZone)
  checkList(`ids of ${where}`, parts.ids)
  for (const name of ['lengths', 'starts'] as const) checkFloats(`${name} of ${where}`, parts[name])
}

type Places = Pick<PanelParts, 'frequency' | 'timeZone' | 'ids' | 'lengths' | 'starts'>

/**
 * Checks that the parts of a panel are of the right kinds.
 *
 * @throws {GatecastError} `ERR_TYPE` naming the part
 */
export function checkKinds(parts: PanelParts): void {
  checkPlaces(
    'a panel',
    parts,
    'panelFromRows(), panelFromColumns(), panelFromSeries() or prepare(frame, ...).toPanel()',
  )
  checkFloats('offsets of a panel', parts.offsets)
  checkColumn('target', parts.target)
  if (parts.channels !== undefined) checkList('channels of a panel', parts.channels)
  for (const role of ['known', 'observed', 'static'] as const)
    for (const column of checkList(`${role} of a panel`, parts[role])) checkColumn(role, column)
}

function checkColumn(role: string, column: Column): void {
  if (typeof column?.name === 'string' && isFloat64Array(column.values)) return
  throw new GatecastError(
    'ERR_TYPE',
    `Expected ${role} of a panel to be { name, kind, values } with a Float64Array, got ${shown(column)}`,
  )
}

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
  const { channels } = parts
  if (channels && (channels.length === 0 || ids.length % channels.length > 0))
    throw new GatecastError(
      'ERR_SHAPE',
      `Expected a multiple of ${channels.length} series for the targets ${channels.join(', ')} of the panel, got ` +
        ids.length,
    )
  const ragged = lengths.findIndex((rows, series) => !(rows >= 0 && rows <= offsets[series + 1] - offsets[series]))
  if (ragged < 0) return
  throw new GatecastError(
    'ERR_SHAPE',
    `Expected at most ${offsets[ragged + 1] - offsets[ragged]} rows of history in series "${ids[ragged]}", got ` +
      lengths[ragged],
  )
}

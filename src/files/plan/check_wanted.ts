import { shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import type { IdRange, Ids } from '../reading.ts'

/** @throws {GatecastError} `ERR_TYPE` unless the range has a first and a last id */
export function checkRange(range: IdRange): IdRange {
  if (typeof range?.from === 'string' && typeof range.to === 'string') return range
  throw new GatecastError('ERR_TYPE', `Expected a range of ids as { from: "a", to: "b" }, got ${shown(range)}`)
}

/**
 * The series that a caller wants, as ranges or as ids.
 *
 * @throws {GatecastError} `ERR_TYPE` for anything but a range, ranges, or ids
 */
export function readWanted(ids: Ids): { ranges: readonly IdRange[] } | { ids: readonly string[] } {
  if (!Array.isArray(ids)) return { ranges: [checkRange(ids as IdRange)] }
  if (ids.length > 0 && ids.every((one) => typeof one === 'object')) return { ranges: ids.map(checkRange) }
  const wrong = ids.find((one) => typeof one !== 'string')
  if (wrong === undefined) return { ids: Array.from(ids as string[]) }
  throw new GatecastError('ERR_TYPE', `Expected ids to be texts, got ${shown(wrong)}`)
}

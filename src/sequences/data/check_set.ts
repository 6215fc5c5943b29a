import { shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import type { SequenceSet } from './sequence.ts'

/**
 * Checks that a value is a set. Its sequences and labels are checked when they are read.
 *
 * @throws {GatecastError} `ERR_TYPE` naming what is missing
 */
export function checkSet(set: unknown): SequenceSet {
  if (typeof set !== 'object' || set === null || !('sequences' in set))
    throw new GatecastError('ERR_TYPE', `Expected a set { sequences, labels }, got ${shown(set)}`)
  if (!Array.isArray(set.sequences))
    throw new GatecastError('ERR_TYPE', `Expected the sequences of a set to be an array, got ${shown(set.sequences)}`)
  return set as SequenceSet
}

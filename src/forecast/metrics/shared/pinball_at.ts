import { shown } from '../../../base/check.ts'
import { GatecastError } from '../../../base/error.ts'

/** Pinball loss of one point. */
export const pinballAt = (actual: number, quantile: number, level: number): number =>
  actual >= quantile ? level * (actual - quantile) : (1 - level) * (quantile - actual)

/** @throws {GatecastError} `ERR_RANGE` unless the value is between 0 and 1 */
export function checkShare(name: string, value: number): void {
  if (typeof value === 'number' && value > 0 && value < 1) return
  throw new GatecastError('ERR_RANGE', `Expected ${name} between 0 and 1, got ${shown(value)}`)
}

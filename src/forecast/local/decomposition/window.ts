import { checkWhole, shown } from '../../../base/check.ts'
import { GatecastError } from '../../../base/error.ts'

/** @throws {GatecastError} `ERR_RANGE`, `ERR_TYPE` unless the value is an odd number from 7 on, or `periodic` */
export function checkWindow(name: string, value: unknown): number | 'periodic' {
  if (value === 'periodic') return value
  if (typeof value !== 'string' && checkWhole(name, value as number, 7) % 2 === 1) return value as number
  throw new GatecastError(
    'ERR_RANGE',
    `Expected ${name} to be an odd number from 7 on or "periodic", got ${shown(value)}`,
  )
}

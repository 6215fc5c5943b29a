import { GatecastError } from '../../base/error.ts'
import { bytesIn } from '../../base/resources/size_text.ts'

/**
 * Number of bytes of a size, for example `500MB` or `1.5GB`.
 *
 * @throws {GatecastError} `ERR_RANGE` for another text, or for nothing
 */
export function bytesOf(text: string): number {
  const bytes = bytesIn(text)
  if (bytes > 0) return bytes
  throw new GatecastError('ERR_RANGE', `Expected a size, for example 500MB or 1GB, got "${text}"`)
}

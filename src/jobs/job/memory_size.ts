import { GatecastError } from '../../base/error.ts'

const prefixes = ['', 'k', 'm', 'g', 't']

/**
 * Number of bytes of a size, for example `500MB` or `1.5GB`.
 *
 * @throws {GatecastError} `ERR_RANGE` for another text, or for nothing
 */
export function bytesOf(text: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*([kmgt]?)i?b$/i.exec(text.trim())
  const bytes = match ? Number(match[1]) * 1000 ** prefixes.indexOf(match[2].toLowerCase()) : 0
  if (bytes > 0) return bytes
  throw new GatecastError('ERR_RANGE', `Expected a size, for example 500MB or 1GB, got "${text}"`)
}

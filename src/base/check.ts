import { GatecastError } from '../addon/index.ts'
import { nameOf } from '../nn/values/tensor.ts'

/** Checks an option that is a whole number. */
export function checkWhole(name: string, value: unknown, low: number, high = Number.MAX_SAFE_INTEGER): number {
  if (typeof value !== 'number')
    throw new GatecastError('ERR_TYPE', `Expected ${name} to be a number, got ${nameOf(value)}`)
  if (Number.isSafeInteger(value) && value >= low && value <= high) return value
  throw new GatecastError('ERR_RANGE', `Expected ${name} to be a whole number from ${low} to ${high}, got ${value}`)
}

/** Checks that options hold nothing that is not known: a misspelt option must not be ignored. */
export function checkKnown(what: string, options: object, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null)
    throw new GatecastError('ERR_TYPE', `Expected ${what} to be an object, got ${nameOf(options)}`)
  const unknown = Object.keys(options).find((name) => !known.includes(name))
  if (unknown === undefined) return
  throw new GatecastError('ERR_RANGE', `Expected ${what} to be among ${known.join(', ')}, got "${unknown}"`)
}

/** Checks an option that is a list. */
export function checkList<T>(name: string, value: readonly T[]): readonly T[] {
  if (Array.isArray(value)) return value
  throw new GatecastError('ERR_TYPE', `Expected ${name} to be an array, got ${nameOf(value)}`)
}

export function checkFunction(name: string, value: unknown): void {
  if (value === undefined || typeof value === 'function') return
  throw new GatecastError('ERR_TYPE', `Expected ${name} to be a function, got ${nameOf(value)}`)
}

import { GatecastError } from '../base/error.ts'
import type { Values } from './flags.ts'

/** The value of a flag that takes a number, `undefined` if it is not given. */
export function numberFlag(
  values: Values,
  name: string,
  { above = Number.NEGATIVE_INFINITY }: { above?: number } = {},
): number | undefined {
  const text = values[name]
  if (text === undefined) return undefined
  const value = Number(text)
  if (`${text}`.trim() !== '' && Number.isFinite(value) && value > above) return value
  const expected = Number.isFinite(above) ? `a number above ${above}` : 'a number'
  const flag = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  throw new GatecastError('ERR_JOB', `--${flag}: expected ${expected}, got "${text}"`)
}

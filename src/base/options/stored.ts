// Schemas of what files hold, made of checks. A file that something has changed must fail when it is read: a number that
// is missing would make every forecast NaN, and a list in its place would fail in the middle of a call.

import { checkList, checkObject, checkText, checkWhole, shown } from '../check.ts'
import { GatecastError } from '../error.ts'
import { type Checks, group } from './options.ts'

/** A check of a value of JSON. */
export type StoredCheck = (name: string, value: unknown) => void

/** A number that is neither NaN nor infinite, which JSON writes as `null`. */
export const finite: StoredCheck = (name, value) => {
  if (typeof value === 'number' && Number.isFinite(value)) return
  throw new GatecastError('ERR_TYPE', `Expected ${name} to be a finite number, got ${shown(value)}`)
}

/** A finite number above 0. */
export const positive: StoredCheck = (name, value) => {
  finite(name, value)
  if ((value as number) > 0) return
  throw new GatecastError('ERR_RANGE', `Expected ${name} to be above 0, got ${shown(value)}`)
}

/** A whole number of rows, steps or categories; more than these no array can hold. */
export const count =
  (low: number, high = 2 ** 31 - 1): StoredCheck =>
  (name, value) =>
    checkWhole(name, value, low, high)

/** A list whose items pass a check. */
export const listOf =
  (check: StoredCheck, { atLeast = 0, atMost = Number.POSITIVE_INFINITY } = {}): StoredCheck =>
  (name, value) => {
    const items = checkList(name, value as unknown[])
    if (items.length < atLeast || items.length > atMost)
      throw new GatecastError(
        'ERR_RANGE',
        `Expected ${name} to hold ${atMost === atLeast ? atLeast : `${atLeast} or more`}, got ${items.length}`,
      )
    items.forEach((item, i) => {
      check(`${name}[${i}]`, item)
    })
  }

/** A list of texts that differ. */
export const names: StoredCheck = (name, value) => {
  listOf(checkText)(name, value)
  const again = (value as string[]).find((one, i, all) => all.indexOf(one) < i)
  if (again === undefined) return
  throw new GatecastError('ERR_RANGE', `Expected ${name} to name each once, got ${shown(again)} twice`)
}

/** An object with any keys, whose values pass a check. */
export const recordOf =
  (check: StoredCheck): StoredCheck =>
  (name, value) => {
    checkObject(name, value)
    for (const [key, one] of Object.entries(value as object)) check(`${name}.${key}`, one)
  }

/** A list of pairs of a text and a value that passes a check; each text once. */
export const entriesOf =
  (check: StoredCheck): StoredCheck =>
  (name, value) => {
    const seen = new Set<unknown>()
    checkList(name, value as unknown[]).forEach((entry, i) => {
      const [key, one, ...rest] = checkList(`${name}[${i}]`, entry as unknown[])
      checkText(`the name of ${name}[${i}]`, key)
      if (rest.length > 0 || seen.has(key))
        throw new GatecastError('ERR_RANGE', `Expected ${name} to hold each name once, with a value, got ${shown(key)}`)
      seen.add(key)
      check(`${name} of ${JSON.stringify(key)}`, one)
    })
  }

/** `null`, or a value that passes a check. */
export const orNull =
  (check: StoredCheck): StoredCheck =>
  (name, value) => {
    if (value !== null) check(name, value)
  }

/** An object that has all keys of an interface but those of `optional`, and no others. */
export const objectOf = <O>(checks: Checks<O>, optional: readonly (keyof O & string)[] = []): StoredCheck =>
  group(
    checks,
    (Object.keys(checks) as (keyof O & string)[]).filter((key) => !optional.includes(key)),
  )

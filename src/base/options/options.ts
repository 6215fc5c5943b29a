// Options of functions. A table has a check for each option, so that neither a misspelt name nor a wrong value is
// ignored. Options that job files have too are described by fields instead, see ./fields.ts.

import { checkBelow, checkChoice, checkFlag, checkKnown, checkNumber, checkText, checkWhole } from '../check.ts'

/** Throws if the value of an option is not an allowed one. */
export type Check = (name: string, value: unknown) => void

/** A check for each option of an interface. A missing or an additional check does not compile. */
export type Checks<O> = { readonly [K in keyof O]-?: Check }

/** Accepts every value: the code that reads the option checks it. */
export const unchecked: Check = () => {}
export const flag: Check = checkFlag
export const text: Check = checkText
/** A whole number; without bounds also a negative one. */
export const whole =
  (low = Number.MIN_SAFE_INTEGER, high?: number): Check =>
  (name, value) =>
    checkWhole(name, value, low, high)
export const number =
  (low?: number, high?: number): Check =>
  (name, value) =>
    checkNumber(name, value, low, high)
/** A number from 0 up to but not including 1. */
export const share: Check = (name, value) => checkBelow(name, value, 0, 1)
export const oneOf =
  (choices: readonly string[]): Check =>
  (name, value) =>
    checkChoice(name, value, choices)
/** An object with options of its own. */
export const group =
  <O>(checks: Checks<O>, required: readonly (keyof O & string)[] = []): Check =>
  (name, value) =>
    checkAll(name, value, checks, required)

/**
 * Checks options: their names, and the values of those that are given. Returns them.
 *
 * @param where - the function, for messages: "heads of attention"
 * @param required - names of options without a default
 * @throws {GatecastError} `ERR_TYPE`, `ERR_RANGE` naming the option and the function
 */
export function optionsOf<O extends object>(
  where: string,
  options: O,
  checks: Checks<NoInfer<O>>,
  required: readonly (keyof NoInfer<O> & string)[] = [],
): O {
  checkKnown(`the options of ${where}`, options, Object.keys(checks))
  checkValues(where, options, checks, required)
  return options
}

function checkAll(name: string, value: unknown, checks: object, required: readonly string[]): void {
  checkKnown(name, value, Object.keys(checks))
  checkValues(name, value as object, checks, required)
}

function checkValues(where: string, options: object, checks: object, required: readonly string[]): void {
  for (const [name, check] of Object.entries(checks) as [string, Check][]) {
    const value = (options as Record<string, unknown>)[name]
    if (value !== undefined || required.includes(name)) check(`${name} of ${where}`, value)
  }
}

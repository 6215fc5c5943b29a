// A field is the one description of an option: its check, default, help text and JSON Schema. Constructors, job files,
// the command and the tables in the docs derive from it.

import { checkBelow, checkChoice, checkFlag, checkList, checkNumber, checkOptions, checkWhole } from '../check.ts'
import { defined } from '../defined.ts'
import type { Json } from '../json.ts'

/** A JSON Schema, as far as options need it. */
export type JsonSchema = { readonly [key: string]: Json | undefined }

/** An option of a forecaster kind or of a distribution. */
export interface Field<T = unknown> {
  /** A short description of the option. */
  readonly help: string
  /** The value that applies if the option is left out. */
  readonly default?: T
  /** A description of the default, if it depends on other options or on the data. */
  readonly otherwise?: string
  readonly required?: true
  /** The JSON Schema of the option in a job file. */
  readonly schema: JsonSchema
  /** Converts the value of a job file to the option, if the two have different forms. */
  fromJson?(value: unknown): T
  /** @throws {GatecastError} `ERR_TYPE`, `ERR_RANGE` naming the option */
  check(name: string, value: unknown): T
}

export type Fields = Readonly<Record<string, Field>>

/** A field for each option of an interface. A missing or an additional field does not compile. */
export type FieldsOf<O> = { readonly [K in keyof O]-?: Field<Exclude<O[K], undefined>> }

interface Texts<T> {
  help: string
  default?: T
  otherwise?: string
  required?: true
}

/** A whole number from `min` to `max`, or of any size above. */
export const whole = ({ min, max, ...texts }: Texts<number> & { min: number; max?: number }): Field<number> => ({
  ...texts,
  schema: { type: 'integer', minimum: min, ...defined({ maximum: max }) },
  check: (name, value) => checkWhole(name, value, min, max),
})

/** A number from `min` to `max`, or up to but not including `below`. */
export const number = ({
  min,
  max,
  below,
  ...texts
}: Texts<number> & { min: number; max?: number; below?: number }): Field<number> => ({
  ...texts,
  schema: { type: 'number', ...defined({ minimum: min, maximum: max, exclusiveMaximum: below }) },
  check: (name, value) =>
    below === undefined ? checkNumber(name, value, min, max) : checkBelow(name, value, min, below),
})

/** A name from a list of allowed names. */
export const choice = <const T extends string>({
  of,
  ...texts
}: Texts<NoInfer<T>> & { of: readonly T[] }): Field<T> => ({
  ...texts,
  schema: { enum: of },
  check: (name, value) => checkChoice(name, value, of),
})

/** True or false. */
export const flag = (texts: Texts<boolean>): Field<boolean> => ({
  ...texts,
  schema: { type: 'boolean' },
  check: checkFlag,
})

/** A list whose items all pass the same check. */
export const list = <T>({ of, ...texts }: Texts<readonly T[]> & { of: Field<T> }): Field<readonly T[]> => ({
  ...texts,
  schema: { type: 'array', items: of.schema },
  check: (name, value) => checkList(name, value as T[]).map((item) => of.check(name, item)),
})

/**
 * Checks options by their fields.
 *
 * @param where - the function or kind, for messages
 * @throws {GatecastError} `ERR_TYPE`, `ERR_RANGE` naming the option
 */
export function checkFields(where: string, fields: Fields, options: object): void {
  checkOptions(where, options, Object.keys(fields))
  for (const [name, field] of Object.entries(fields)) {
    const value = (options as Record<string, unknown>)[name]
    if (value !== undefined || field.required) field.check(name, value)
  }
}

/** The options, with defaults for those that are left out. */
export function withDefaults<O extends object>(fields: Fields, options: O): O {
  const missing = Object.entries(fields).filter(
    ([name, field]) => field.default !== undefined && (options as Record<string, unknown>)[name] === undefined,
  )
  return { ...options, ...Object.fromEntries(missing.map(([name, field]) => [name, field.default])) }
}

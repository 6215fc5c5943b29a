// The table of the forms of times. The type, the checks, the help of the command and the table of the docs follow from it.

import { digitForms } from './digits.ts'
import type { NumberForm } from './form.ts'
import { countForms } from './numbers.ts'
import { plainForms, sharedForms } from './texts.ts'

/** Forms of columns of numbers, and of texts of digits. */
export const numberForms = { ...digitForms, ...countForms }

/** Forms that `timeFormat` names. */
export const namedForms = { ...sharedForms, ...numberForms }

export { plainForms }

/**
 * The way in which a source writes its times: `auto`, the default, or the name of a form. With `auto`, a column is read
 * by the one form that reads all its cells, or that alone gives steady steps; if two remain, reading it is an error that
 * shows both. The guide "Prepare data" has the table of all forms.
 */
export type TimeFormat = 'auto' | keyof typeof namedForms

/**
 * The names that `timeFormat` takes: `auto`, and the forms of times that need a name.
 *
 * @example
 * timeFormats.includes('excel') // true
 */
export const timeFormats = ['auto', ...Object.keys(namedForms)] as unknown as readonly [TimeFormat, ...TimeFormat[]]

/** The form of numbers that a format names; `undefined` for `auto` and for a form of texts. */
export const numberFormOf = (format: string): NumberForm | undefined =>
  Object.hasOwn(numberForms, format) ? (numberForms as Record<string, NumberForm>)[format] : undefined

// Values of a job that another file owns: the function that reads such a value later also checks it here.

import type { z } from 'zod'
import { GatecastError } from '../../base/error.ts'

/** The message with which a call refuses a named value, for example `expected seed to be ...`; `undefined` if it does not. */
export function namedRefusalOf(call: () => unknown): string | undefined {
  try {
    call()
    return undefined
  } catch (error) {
    if (!(error instanceof GatecastError)) throw error
    return error.message.replace(/^Expected /, 'expected ')
  }
}

/** The message of {@link namedRefusalOf} without the name, to be put after the key that has it. */
export const refusalOf = (call: () => unknown): string | undefined =>
  namedRefusalOf(call)?.replace(/^expected \w+ to be /, 'expected ')

/**
 * A schema whose values `read` must accept. What `read` refuses is a mistake of the job, in the words of `read`.
 *
 * @param schema - the type of the value
 * @param read - the function that reads the value when the job runs
 */
export function readBy<Schema extends z.ZodType>(schema: Schema, read: (value: z.output<Schema>) => unknown): Schema {
  return schema.check(({ value, issues }) => {
    // A value of the wrong type already has a mistake, which says more.
    if (issues.length > 0) return
    const message = refusalOf(() => read(value as z.output<Schema>))
    if (message !== undefined) issues.push({ code: 'custom', message, input: value })
  })
}

// The option `context`: one number of steps, or several of which `fit` takes the one that forecasts held-out rows best.

import { checkWhole, shown } from '../../../base/check.ts'
import { GatecastError } from '../../../base/error.ts'
import type { Field } from '../../../base/options/fields.ts'

const steps = { type: 'integer', minimum: 1 }

/** The field of the option `context`. */
export const contextField: Field<number | readonly number[]> = {
  otherwise: 'two to eight seasons, at least two horizons',
  help: 'steps before the origin that the network reads, or a list to choose from by held-out rows',
  schema: { anyOf: [steps, { type: 'array', items: steps, minItems: 1, uniqueItems: true }] },
  check(name, value) {
    if (!Array.isArray(value)) return checkWhole(name, value, 1)
    for (const one of value) checkWhole(`the contexts in ${name}`, one, 1)
    if (value.length === 0)
      throw new GatecastError('ERR_RANGE', `Expected ${name} to be a number or a list of numbers, got an empty list`)
    const again = value.find((one, i) => value.indexOf(one) < i)
    if (again === undefined) return value
    throw new GatecastError(
      'ERR_RANGE',
      `Expected each number of ${name} once, got ${again} more than once in ${shown(value)}`,
    )
  },
}

/** The contexts to choose from, if `context` is a list. */
export const contextsIn = (context: number | readonly number[] | undefined): readonly number[] | undefined =>
  typeof context === 'object' ? context : undefined

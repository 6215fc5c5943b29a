import { checkWhole, shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import type { Field } from '../../base/options/fields.ts'
import { type Frequency, seasonOf } from '../../series/index.ts'

/**
 * The season of a model: a number of steps, 1 for none; or `clock`, the usual season of the frequency on the wall
 * clock. With `clock`, 08:00 is forecast from 08:00 also after the clock was set forward or back. It changes nothing
 * for steps of a day or longer, within a calendar, and in a time zone whose clock never changes.
 */
export type Season = number | 'clock'

/** The option `season` of every kind. */
export const seasonField: Field<Season> = {
  otherwise: 'the season of the frequency',
  help: 'steps in a season, 1 for none, or clock: the season of the frequency by the wall clock',
  schema: { anyOf: [{ type: 'integer', minimum: 1 }, { const: 'clock' }] },
  check(name, value) {
    if (value === 'clock') return value
    if (typeof value !== 'string') return checkWhole(name, value as number, 1)
    throw new GatecastError('ERR_RANGE', `Expected ${name} to be a number of steps or "clock", got ${shown(value)}`)
  },
}

/** The number of steps in a season. */
export const seasonSteps = (season: Season | undefined, frequency: Frequency): number =>
  typeof season === 'number' ? season : seasonOf(frequency)

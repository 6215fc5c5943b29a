import { checkList, checkWhole, shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import type { Field, JsonSchema } from '../../base/options/fields.ts'
import { type Frequency, seasonsOf } from '../../series/index.ts'

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

/** One season, or several: their numbers of steps, ascending, for example a day and a week of hours. */
export type Seasons = Season | readonly number[]

/** The option `season` of kinds that forecast each series by itself. */
export const seasonsField: Field<Seasons> = {
  otherwise: 'the usual seasons of the frequency, as far as the history shows them',
  help: 'steps in a season, or in several ([24, 168]); 1 for none; or clock: the seasons of the frequency by the wall clock',
  schema: {
    anyOf: [
      ...(seasonField.schema.anyOf as JsonSchema[]),
      { type: 'array', items: { type: 'integer', minimum: 2 }, minItems: 1 },
    ],
  },
  check(name, value) {
    if (!Array.isArray(value)) return seasonField.check(name, value)
    if (value.length === 0)
      throw new GatecastError('ERR_RANGE', `Expected ${name} to hold one season or more, got none`)
    checkList(name, value).forEach((steps, i) => {
      const after = value[i - 1] as number | undefined
      checkWhole(i === 0 ? `the first of ${name}` : `the ${name} after ${after}`, steps, (after ?? 1) + 1)
    })
    return value
  },
}

/** The number of steps in a season; the shortest of several. */
export const seasonSteps = (season: Seasons | undefined, frequency: Frequency): number =>
  seasonsFor(season, frequency)[0]

/** The numbers of steps in all seasons: those given, or the usual ones of the frequency. */
export function seasonsFor(season: Seasons | undefined, frequency: Frequency): readonly number[] {
  if (season === undefined || season === 'clock') return seasonsOf(frequency)
  return typeof season === 'number' ? [season] : season
}

/** The seasons that were found in data, as the option of a kind: networks know one, other kinds all. */
export const foundSeason = (found: readonly number[], isNetwork: boolean): Seasons =>
  isNetwork || found.length === 1 ? found[0] : found

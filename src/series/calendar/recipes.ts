import { checkChoice, checkOptions, checkWhole, shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import type { Frequency } from '../time/frequency.ts'
import { zoneOf } from '../time/zone.ts'
import { type CalendarFeature, calendarFeatures, calendarValues, featureRange } from './calendar_features.ts'
import { type FourierPeriod, fourierValues } from './fourier_values.ts'
import { type Holidays, holidayValues, type NamedHolidays } from './holiday_values.ts'

/**
 * How a covariate follows from the time alone. A panel keeps the recipes of its columns, so that it can compute them
 * for future rows.
 */
export type Recipe =
  | { kind: 'calendar'; feature: CalendarFeature; encoding: 'number' | 'category' | 'sin' | 'cos' }
  | { kind: 'fourier'; period: FourierPeriod; harmonic: number; wave: 'sin' | 'cos' }
  | { kind: 'holidays'; dates: Holidays; window: readonly [before: number, after: number] }

/**
 * How calendar features are encoded: as numbers, as categories, or as sine and cosine of their position in the cycle.
 */
export type CalendarEncoding = 'number' | 'category' | 'cyclic'

/**
 * The values of a recipe at some times; a category as its index among {@link categoriesOf}.
 *
 * @throws {GatecastError} `ERR_DATA` for an index, which has no dates
 */
export function computeRecipe(
  recipe: Recipe,
  times: Float64Array,
  frequency: Frequency | undefined,
  timeZone: string,
): Float64Array {
  if (frequency?.unit === 'step') throw noDates(recipe)
  if (recipe.kind === 'holidays') return holidayValues(times, recipe.dates, recipe.window, frequency, timeZone)
  const zone = zoneOf(timeZone)
  const locals = times.map((time) => zone.toLocal(time))
  if (recipe.kind === 'fourier') return fourierValues(locals, recipe.period, recipe.harmonic, recipe.wave)
  const { feature, encoding } = recipe
  if (encoding === 'sin' || encoding === 'cos') return calendarValues(locals, feature, encoding)
  const values = calendarValues(locals, feature)
  const [low] = featureRange(feature)
  return encoding === 'category' ? values.map((value) => value - low) : values
}

/** The error for features of dates on an index. */
export const noDates = ({ kind }: Recipe): GatecastError =>
  new GatecastError(
    'ERR_DATA',
    `Expected times with dates for ${kind} features, got the numbers of an index (frequency "1"). Leave them out, or ` +
      'give the season of a model in steps: { season: 12 }',
  )

/** The categories of a recipe; `undefined` if its values are numbers. */
export const categoriesOf = (recipe: Recipe): string[] | undefined =>
  recipe.kind === 'calendar' && recipe.encoding === 'category' ? featureRange(recipe.feature).map(String) : undefined

/** More harmonics than a series can tell apart: each adds two columns. */
const mostHarmonics = 1000
/** Days before and after a holiday, each of which is looked at for each row: ten years. */
export const longestWindow = 3660

/** The names and recipes of calendar features. */
export function calendarRecipes(
  features: readonly CalendarFeature[],
  encoding: CalendarEncoding = 'number',
): [string, Recipe][] {
  if (!Array.isArray(features))
    throw new GatecastError(
      'ERR_TYPE',
      `Expected features of calendar as a list, for example ["dayOfWeek"], got ${shown(features)}`,
    )
  checkChoice('encoding of calendar', encoding, ['number', 'category', 'cyclic'])
  return features.flatMap((name): [string, Recipe][] => {
    const feature = checkChoice('feature of calendar', name, calendarFeatures)
    if (encoding !== 'number' && !featureRange(feature).length)
      throw new GatecastError('ERR_RANGE', `Expected a feature with a cycle for encoding ${encoding}, got ${feature}`)
    if (encoding !== 'cyclic') return [[feature, { kind: 'calendar', feature, encoding }]]
    return (['sin', 'cos'] as const).map((wave) => [
      `${feature}_${wave}`,
      { kind: 'calendar', feature, encoding: wave },
    ])
  })
}

/** The names and recipes of the first harmonics of a period: a sine and a cosine for each. */
export function fourierRecipes(period: FourierPeriod, harmonics: number): [string, Recipe][] {
  if (!(typeof period === 'number' && period > 0 && Number.isFinite(period)))
    checkChoice('period of fourier (or a number of days)', period, ['hour', 'day', 'week', 'month', 'year'])
  checkWhole('harmonics of fourier', harmonics, 1, mostHarmonics)
  return Array.from({ length: harmonics }, (_, index) => index + 1).flatMap((harmonic) =>
    (['sin', 'cos'] as const).map((wave): [string, Recipe] => [
      `${period}_${wave}${harmonic}`,
      { kind: 'fourier', period, harmonic, wave },
    ]),
  )
}

/** Options of {@link Panel.withHolidays} and of the step `holidays` of a pipeline. */
export interface HolidayOptions {
  /** Name of the column, if there is one. Default `holiday`. */
  name?: string
  /** Number of days before a holiday that are flagged as well. Default 0. */
  before?: number
  /** Number of days after a holiday that are flagged as well. Default 0. */
  after?: number
}

/** The name of a column of holidays, if none is given. */
export const holidayColumn = 'holiday'

/** The name and recipe of a flag of holidays, or those of several flags if the holidays are given by name. */
export function holidayRecipes(holidays: NamedHolidays, options: HolidayOptions = {}): [string, Recipe][] {
  checkOptions('holidays', options, ['name', 'before', 'after'])
  const { name = holidayColumn, before = 0, after = 0 } = options
  const window = [checkWhole('before', before, 0, longestWindow), checkWhole('after', after, 0, longestWindow)] as const
  const isHolidays = (value: unknown): value is Holidays =>
    Array.isArray(value) || typeof value === 'string' || typeof value === 'function'
  if (
    !isHolidays(holidays) &&
    (typeof holidays !== 'object' || holidays === null || !Object.values(holidays).every(isHolidays))
  )
    throw new GatecastError(
      'ERR_TYPE',
      `Expected holidays as dates, a place such as "DE-BY", a function, or several of them by name, got ${shown(holidays)}`,
    )
  const lists = isHolidays(holidays) ? { [name]: holidays } : holidays
  return Object.entries(lists).map(([key, dates]) => [key, { kind: 'holidays', dates, window }])
}

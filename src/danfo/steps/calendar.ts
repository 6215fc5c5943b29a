import { checkOptions } from '../../base/check.ts'
import type { CalendarFeature } from '../../series/calendar/calendar_features.ts'
import type { FourierPeriod } from '../../series/calendar/fourier_values.ts'
import type { Holidays } from '../../series/calendar/holiday_values.ts'
import {
  type CalendarEncoding,
  calendarRecipes,
  fourierRecipes,
  holidayRecipes,
} from '../../series/calendar/recipes.ts'
import { addRecipes } from '../../series/table/recipe_columns.ts'
import type { Step } from './step.ts'

/** How features of the calendar become columns. */
export interface CalendarOptions {
  /** Features as numbers (the default), as categories, or as sine and cosine of their place in the cycle. */
  encoding?: CalendarEncoding
}

export const calendarStep: Step<[features: readonly CalendarFeature[], options?: CalendarOptions]> = {
  apply(table, _, features, options = {}) {
    checkOptions('calendar', options, ['encoding'])
    return addRecipes(table, calendarRecipes(features, options.encoding))
  },
}

/** How finely a period is described. */
export interface FourierOptions {
  /** Pairs of sine and cosine, of the period, its half, its third ... Default 1. */
  harmonics?: number
}

export const fourierStep: Step<[period: FourierPeriod, options?: FourierOptions]> = {
  apply(table, _, period, options = {}) {
    checkOptions('fourier', options, ['harmonics'])
    return addRecipes(table, fourierRecipes(period, options.harmonics ?? 1))
  },
}

/** Which days a flag stands for, and what it is called. */
export interface HolidayOptions {
  /** Name of the column for one list. Default `holiday`. */
  name?: string
  /** Days before a holiday that are flagged as well. Default 0. */
  before?: number
  /** Days after a holiday that are flagged as well. Default 0. */
  after?: number
}

export const holidaysStep: Step<
  [dates: Holidays | Readonly<Record<string, readonly string[]>>, options?: HolidayOptions]
> = {
  apply(table, _, dates, options = {}) {
    checkOptions('holidays', options, ['name', 'before', 'after'])
    return addRecipes(table, holidayRecipes(dates, options))
  },
}

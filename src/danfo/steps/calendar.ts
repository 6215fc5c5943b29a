import { checkOptions } from '../../base/check.ts'
import type { CalendarFeature } from '../../series/calendar/calendar_features.ts'
import type { FourierPeriod } from '../../series/calendar/fourier_values.ts'
import type { NamedHolidays } from '../../series/calendar/holiday_values.ts'
import {
  type CalendarEncoding,
  calendarRecipes,
  fourierRecipes,
  type HolidayOptions,
  holidayRecipes,
} from '../../series/calendar/recipes.ts'
import { addRecipes } from '../../series/table/recipe_columns.ts'
import type { Step } from './step.ts'

/** Options of {@link Pipeline.calendar}. */
export interface CalendarOptions {
  /** `number` (the default), `category`, or `cyclic`: sine and cosine of the position in the cycle. */
  encoding?: CalendarEncoding
}

export const calendarStep: Step<[features: readonly CalendarFeature[], options?: CalendarOptions]> = {
  apply(table, _, features, options = {}) {
    checkOptions('calendar', options, ['encoding'])
    return addRecipes(table, calendarRecipes(features, options.encoding))
  },
}

/** Options of {@link Pipeline.fourier}. */
export interface FourierOptions {
  /** Number of pairs of sine and cosine: of the period, of its half, of its third, ... Default 1. */
  harmonics?: number
}

export const fourierStep: Step<[period: FourierPeriod, options?: FourierOptions]> = {
  apply(table, _, period, options = {}) {
    checkOptions('fourier', options, ['harmonics'])
    return addRecipes(table, fourierRecipes(period, options.harmonics ?? 1))
  },
}

export const holidaysStep: Step<[holidays: NamedHolidays, options?: HolidayOptions]> = {
  apply: (table, _, holidays, options) => addRecipes(table, holidayRecipes(holidays, options)),
}

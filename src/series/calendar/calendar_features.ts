import { DAY, dateOf, dayNumberOf, daysInMonth, weekdayOf } from '../time/civil.ts'

/** A feature of a wall-clock time. */
interface Feature {
  /** The smallest value of the feature. */
  low: number
  /** The number of different values of the feature; 0 if there is no limit. */
  count: number
  /**
   * @param dayNumber - days since 1970-01-01
   * @param clock - milliseconds since midnight
   */
  of(dayNumber: number, clock: number): number
}

const dayOfYear = (dayNumber: number) => dayNumber - dayNumberOf(dateOf(dayNumber).year, 1, 1) + 1

/** The week of ISO 8601: week 1 of a year has its first Thursday, and a week belongs to the year of its Thursday. */
const weekOfYear = (dayNumber: number) => Math.ceil(dayOfYear(dayNumber - weekdayOf(dayNumber) + 4) / 7)

const flag = (of: (dayNumber: number) => boolean): Feature => ({ low: 0, count: 2, of: (day) => (of(day) ? 1 : 0) })

const features = {
  second: { low: 0, count: 60, of: (_, clock) => Math.floor(clock / 1000) % 60 },
  minute: { low: 0, count: 60, of: (_, clock) => Math.floor(clock / 60_000) % 60 },
  hour: { low: 0, count: 24, of: (_, clock) => Math.floor(clock / 3_600_000) },
  /** Monday is 1, Sunday is 7. */
  dayOfWeek: { low: 1, count: 7, of: weekdayOf },
  dayOfMonth: { low: 1, count: 31, of: (day) => dateOf(day).day },
  dayOfYear: { low: 1, count: 366, of: dayOfYear },
  /** The week number of ISO 8601. */
  weekOfYear: { low: 1, count: 53, of: weekOfYear },
  month: { low: 1, count: 12, of: (day) => dateOf(day).month },
  quarter: { low: 1, count: 4, of: (day) => Math.ceil(dateOf(day).month / 3) },
  year: { low: 0, count: 0, of: (day) => dateOf(day).year },
  isWeekend: flag((day) => weekdayOf(day) >= 6),
  isMonthStart: flag((day) => dateOf(day).day === 1),
  isMonthEnd: flag((day) => dateOf(day + 1).day === 1),
  daysInMonth: {
    low: 28,
    count: 4,
    of: (day) => daysInMonth(dateOf(day).year, dateOf(day).month),
  },
} satisfies Record<string, Feature>

/**
 * A feature of a time on the calendar and the clock of its time zone. {@link calendarFeatures} lists the names. Days of
 * the week are numbered from Monday 1 to Sunday 7, weeks as in ISO 8601.
 */
export type CalendarFeature = keyof typeof features

/**
 * The names of the features of the calendar.
 *
 * @example
 * calendarFeatures.includes('dayOfWeek') // true
 */
export const calendarFeatures = Object.keys(features) as CalendarFeature[]

/** The possible values of a feature, ascending; empty for years, which have no limit. */
export const featureRange = (feature: CalendarFeature): number[] =>
  Array.from({ length: features[feature].count }, (_, index) => features[feature].low + index)

/**
 * The values of a feature.
 *
 * @param locals - wall-clock times, in milliseconds as if in UTC
 * @param wave - gives the sine or the cosine of the position in the cycle instead of the value
 */
export function calendarValues(locals: Float64Array, feature: CalendarFeature, wave?: 'sin' | 'cos'): Float64Array {
  const { low, count, of } = features[feature] as Feature
  const waveOf = wave && Math[wave]
  return locals.map((local) => {
    const dayNumber = Math.floor(local / DAY)
    const value = of(dayNumber, local - dayNumber * DAY)
    return waveOf ? waveOf((2 * Math.PI * (value - low)) / count) : value
  })
}

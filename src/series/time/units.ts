/** The unit of a step. */
export type Unit =
  | 'step'
  | 'millisecond'
  | 'second'
  | 'minute'
  | 'hour'
  | 'day'
  | 'businessDay'
  | 'week'
  | 'month'
  | 'quarter'
  | 'year'

/** Milliseconds of the units that always have the same length. */
export const fixedUnits = { millisecond: 1, second: 1000, minute: 60_000, hour: 3_600_000 } as const

/** Months of the units that are counted in months. */
export const monthUnits = { month: 1, quarter: 3, year: 12 } as const

/** Returns whether a unit is shorter than a day: milliseconds, seconds, minutes and hours. */
export const isClockUnit = (unit: Unit): unit is keyof typeof fixedUnits => unit in fixedUnits

/** Returns whether a unit is counted in months: months, quarters and years. */
export const isMonthUnit = (unit: Unit): unit is keyof typeof monthUnits => unit in monthUnits

/** The type of a column of times: points in time, days, or the whole numbers of an index. */
export const columnType = (unit: Unit): 'timestamp' | 'date' | 'whole' =>
  unit === 'step' ? 'whole' : isClockUnit(unit) ? 'timestamp' : 'date'

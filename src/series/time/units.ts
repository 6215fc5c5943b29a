import type { Unit } from './frequency.ts'

/** Milliseconds of the units that always have the same length. */
export const fixedUnits = { second: 1000, minute: 60_000, hour: 3_600_000 } as const

/** Months of the units that are counted in months. */
export const monthUnits = { month: 1, quarter: 3, year: 12 } as const

/** Returns whether a unit is shorter than a day: seconds, minutes and hours. */
export const isClockUnit = (unit: Unit): unit is keyof typeof fixedUnits => unit in fixedUnits

/**
 * The checks, each a question about a row:
 *
 * - `value`: is the value far from the one that was expected?
 * - `level`: have the last rows been above or below what was expected of them, together?
 * - `shape`: have the last rows been unlike what was expected of them?
 * - `stuck`: has the value not changed for unusually many rows?
 */
export const checkNames = ['value', 'level', 'shape', 'stuck'] as const

/** The name of a check. */
export type CheckName = (typeof checkNames)[number]

/** The tail of calibration scores is not narrower than this. Scores of `stuck` are numbers of rows. */
export const unitOf: Record<CheckName, number> = { value: 0.05, level: 0.05, shape: 0.02, stuck: 1 }

/** Whether a check looks at windows of rows, so that neighbouring scores are alike. */
export const isOfWindow: Record<CheckName, boolean> = { value: false, level: true, shape: true, stuck: false }

/**
 * The part of the false alarms that a check may raise, before the parts are made to sum to 1. `value` gets most: it is
 * calibrated exactly from few rows, and what the other checks look for lasts, so that a stricter limit misses little of it.
 */
export const shareOf: Record<CheckName, number> = { value: 7, level: 1, shape: 1, stuck: 1 }

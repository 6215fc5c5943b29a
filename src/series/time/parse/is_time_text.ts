import { parseTimes } from './parse_times.ts'

/** The formats in which a text may be a time. */
const formats = ['auto', 'D/M/Y', 'M/D/Y'] as const

/**
 * Returns whether a text can be read as a time in some format. A text of one number is none: it may be a time or a
 * number.
 */
export function isTimeText(text: string): boolean {
  if (!/\d/.test(text) || Number.isFinite(Number(text))) return false
  return formats.some((timeFormat) => {
    try {
      return Number.isFinite(parseTimes([text], { timeFormat })[0])
    } catch {
      return false
    }
  })
}

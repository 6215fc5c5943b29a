/**
 * How times are written.
 *
 * | format | |
 * |---|---|
 * | `auto` | the default: texts in any of the formats of {@link parseTimes}, dates with slashes as month/day/year; the unit of numbers follows from their size |
 * | `M/D/Y`, `D/M/Y` | the order of month and day in a date with slashes; years of two digits are 1969 to 2068 |
 * | `epoch s`, `epoch ms` | seconds or milliseconds since 1970 UTC |
 */
export type TimeFormat = 'auto' | 'M/D/Y' | 'D/M/Y' | 'epoch s' | 'epoch ms'

export const timeFormats: readonly TimeFormat[] = ['auto', 'M/D/Y', 'D/M/Y', 'epoch s', 'epoch ms']

/**
 * The way in which a source writes its times.
 *
 * | format | |
 * |---|---|
 * | `auto` | the default: slashes are read as month/day/year, and the size of numbers decides their unit |
 * | `M/D/Y`, `D/M/Y` | the order of month and day in a date with slashes; years of two digits are 1969 to 2068 |
 * | `epoch s`, `epoch ms` | seconds or milliseconds since 1970 UTC |
 */
export type TimeFormat = 'auto' | 'M/D/Y' | 'D/M/Y' | 'epoch s' | 'epoch ms'

export const timeFormats: readonly TimeFormat[] = ['auto', 'M/D/Y', 'D/M/Y', 'epoch s', 'epoch ms']

// Guesses from the name of a column.

const entity =
  'unique|series|store|shop|item|sku|product|article|branch|site|location|region|country|city|customer|client|account|' +
  'meter|sensor|device|machine|station|building|house|plant|warehouse|channel|category|brand|symbol|ticker|department|' +
  'dept|group'

// A header that names a column twice gives `sales` and `sales 2`.
const whole = (pattern: string): RegExp => new RegExp(`^(${pattern})( \\d+)?$`, 'i')

const usual = {
  time: whole('date|time|timestamp|date[ _-]?time|ds|day|week|month|quarter|year|period|step|t|index|idx'),
  target: whole('y|target|value|sales|demand|quantity|qty|units|sold'),
  series: whole(`id|key|code|${entity}|(${entity})[ _.-]?(id|key|code|no|nr|num|number)|.+[ _.-]id`),
}

/** Returns whether a name says for certain that a column holds times. */
export const isSurelyTime = (name: string): boolean => /^(date|time|timestamp|date[ _-]?time|ds)$/i.test(name.trim())

export type Guessed = keyof typeof usual

/** Returns whether a name is usual for a role. */
export function isUsual(role: Guessed, name: string): boolean {
  return usual[role].test(name.trim()) || (role === 'series' && /[a-z](Id|ID)$/.test(name.trim()))
}

/** The parts of a date or a time of day, from the largest to the smallest, and the names of their columns. */
const partNames = {
  year: /^(year|yr|yyyy|jahr)$/i,
  quarter: /^(quarter|qtr|q)$/i,
  month: /^(month|mon|mm|monat)$/i,
  week: /^(week|wk|kw|calendar_?week|week_?(no|nr|number|of_?year))$/i,
  day: /^(day|dd|tag|day_?of_?(the_?)?(month|year)|dom|doy)$/i,
  weekday: /^(day|weekday|week_?day|dow|day_?of_?(the_?)?week|wochentag)$/i,
  hour: /^(hour|hr|hh|time|time_?of_?day|hour_?of_?(the_?)?day|stunde)$/i,
  minute: /^(minute|min|mi)$/i,
} as const

export type DatePart = keyof typeof partNames

/** The numbers that a part can be. */
const ranges: Readonly<Record<DatePart, readonly [number, number]>> = {
  year: [1000, 2999],
  quarter: [1, 4],
  month: [1, 12],
  week: [1, 53],
  day: [1, 366],
  weekday: [0, 7],
  hour: [0, 24],
  minute: [0, 59],
}

/** The words that a part can be. */
const words: Readonly<Partial<Record<DatePart, RegExp>>> = {
  quarter: /^q[1-4]$/i,
  month:
    /^(jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec|january|february|march|april|june|july|august|september|october|november|december)\.?$/i,
  weekday:
    /^(mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\.?$/i,
  hour: /^\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[ap]m)?$/i,
}

const parts = Object.keys(partNames) as DatePart[]

/**
 * The part of a date that a column holds, for example the month; `undefined` if it holds something else.
 *
 * @param cells - first cells of the column, without missing ones
 */
export function datePartIn(name: string, cells: readonly string[]): DatePart | undefined {
  if (cells.length === 0) return undefined
  const isPart = (part: DatePart) => {
    if (cells.every((cell) => words[part]?.test(cell.trim()))) return true
    const [least, most] = ranges[part]
    return partNames[part].test(name.trim()) && cells.every((cell) => isWhole(cell) && +cell >= least && +cell <= most)
  }
  return parts.find(isPart)
}

/** Orders parts from the largest to the smallest. */
export const bySize = (a: DatePart, b: DatePart): number => parts.indexOf(a) - parts.indexOf(b)

export const isWhole = (cell: string): boolean => /^\s*[-+]?\d+(\.0*)?\s*$/.test(cell)

/** The flags that give columns a role, as a user types them: `--known promo,price`, or one flag for each name. */
export function flagFor(flag: string, names: readonly string[]): string {
  if (names.some((name) => name.includes(','))) return names.map((name) => `${flag} ${quoted(name)}`).join(' ')
  return `${flag} ${quoted(names.join(','))}`
}

/** A text as a shell takes it for one word. */
export const quoted = (text: string): string =>
  /^[\w./:@%+=,-]+$/u.test(text) ? text : `"${text.replace(/["\\$`]/g, '\\$&')}"`

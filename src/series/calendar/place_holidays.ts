// The public holidays of a country, a state or a region, computed by the package date-holidays.

import { shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { nearest } from '../../base/nearest.ts'
import { installed } from '../../frames/installed.ts'
import { DAY } from '../time/civil.ts'

interface Holiday {
  /** The day on the calendar of the place, then an hour and perhaps an offset: `2024-12-25 00:00:00`. */
  readonly date: string
  readonly start: Date
  readonly end: Date
  readonly type: string
}

/** The part of date-holidays that is used here; the declarations of this library must not need the package. */
interface DateHolidays {
  new (
    country?: string,
    state?: string,
    region?: string,
  ): {
    getHolidays(year: number): readonly Holiday[]
    query(country?: string, state?: string, language?: string): Readonly<Record<string, string>> | undefined
  }
}

const example = 'for example "DE" (a country) or "DE-BY" (a state)'

/** The calendars of eastern countries take minutes for years that are far away. */
const [firstYear, lastYear] = [1900, 2100]

function dateHolidays(): DateHolidays {
  const found = installed('date-holidays')
  if (found) return found as DateHolidays
  throw new GatecastError(
    'ERR_DEPENDENCY',
    'Expected date-holidays to be installed, which knows the holidays of a place. Install it: npm install date-holidays',
  )
}

/** The holidays of a place: years are computed when they are first asked for. */
class PlaceHolidays {
  readonly #place: string
  readonly #calendar: InstanceType<DateHolidays>
  readonly #years = new Set<number>()
  readonly #computed = new Set<number>()
  readonly #days = new Set<number>()

  constructor(place: string, Package: DateHolidays) {
    this.#place = place
    this.#calendar = new Package(...(place.split('-') as [string]))
  }

  isHoliday(day: number): boolean {
    const year = new Date(day * DAY).getUTCFullYear()
    if (!this.#years.has(year)) {
      if (!(year >= firstYear && year <= lastYear))
        throw new GatecastError(
          'ERR_RANGE',
          `Expected rows of the years ${firstYear} to ${lastYear} for holidays: "${this.#place}", got one of ` +
            `${Number.isNaN(year) ? 'no year' : year}. Give the dates of the holidays as a list, or leave them out`,
        )
      // A holiday of several days may begin in the year before.
      for (const one of [year - 1, year]) this.#compute(one)
      this.#years.add(year)
    }
    return this.#days.has(day)
  }

  #compute(year: number): void {
    if (this.#computed.has(year)) return
    this.#computed.add(year)
    for (const { date, start, end, type } of this.#calendar.getHolidays(year)) {
      if (type !== 'public') continue
      // A day on which the clock is set forward has 23 hours. Half a day off, in the afternoon, is no holiday.
      const days = Math.floor((Number(end) - Number(start) + DAY / 24) / DAY)
      const first = Date.parse(date.slice(0, 10)) / DAY
      for (let day = first; day < first + days; day++) this.#days.add(day)
    }
  }
}

const places = new Map<string, PlaceHolidays>()

/**
 * The test of whether a day, counted since 1970, is a public holiday of a place.
 *
 * @param place - a country, or country and state, or these and a region, as date-holidays names them: `DE`, `DE-BY`
 * @throws {GatecastError} `ERR_DEPENDENCY` if date-holidays is not installed, `ERR_RANGE` for a place that it does not know
 */
export function holidaysOfPlace(place: string): (day: number) => boolean {
  let found = places.get(place)
  if (!found) {
    const Package = dateHolidays()
    found = new PlaceHolidays(checkPlace(place, Package), Package)
    places.set(place, found)
  }
  return (day) => found.isHoliday(day)
}

/** The place as date-holidays writes it. */
function checkPlace(place: string, Package: DateHolidays): string {
  const { codes, names } = allPlaces(Package)
  const sought = place.trim().toLowerCase()
  const code = codes.find((one) => one.toLowerCase() === sought)
  if (code !== undefined) return code
  const named = names.get(sought)
  const country = codes.find((one) => one.toLowerCase() === sought.split('-')[0])
  const near = named ? JSON.stringify(named) : nearest(place, country ? partsOf(country, codes) : codes)
  throw new GatecastError(
    'ERR_RANGE',
    `Expected holidays of a place that date-holidays knows, ${example}, got ${shown(place)}. The nearest are ${near}. ` +
      'Dates are given as a list: ["2024-12-25"]',
  )
}

const partsOf = (country: string, codes: readonly string[]): readonly string[] => {
  const parts = codes.filter((code) => code.startsWith(`${country}-`))
  return parts.length ? parts : [country]
}

/** All codes, and the code of each country by its English name. */
function allPlaces(Package: DateHolidays): { codes: string[]; names: Map<string, string> } {
  const query = new Package()
  const keys = (country?: string, state?: string) => Object.keys(query.query(country, state) ?? {})
  const codes = keys().flatMap((country) => [
    country,
    ...keys(country).flatMap((state) => [
      `${country}-${state}`,
      ...keys(country, state).map((region) => `${country}-${state}-${region}`),
    ]),
  ])
  const english = Object.entries(query.query(undefined, undefined, 'en') ?? {})
  return { codes, names: new Map(english.map(([code, name]) => [name.toLowerCase(), code])) }
}

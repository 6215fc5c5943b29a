import { commonDivisor } from '../../../base/common_divisor.ts'
import { DAY, dateOf, weekdayOf } from '../civil.ts'
import type { Zone } from '../zone.ts'

/** Rows of a column, with the series of each. */
export interface OtherRows {
  readonly times: Float64Array
  readonly seriesOf: ArrayLike<number>
}

/**
 * How regular the times of all series are: 1 if they lie in equal steps, or in steps of one calendar unit, that is the
 * same number of months, or business days. With gaps, it is the share of the steps that have a row. A time that comes
 * twice counts once.
 *
 * @param times - times in any order; NaN for a cell that is not read
 * @param seriesOf - the series of each time; `undefined` for one series
 * @param others - further rows of these series
 */
export function regularity(
  times: Float64Array,
  seriesOf: ArrayLike<number> | undefined,
  zone: Zone,
  others?: OtherRows,
): number {
  const series = sortedSeries(others ? joined(others, times, seriesOf) : { times, seriesOf })
  const locals = series.map((own) => own.map((time) => clockTime(time, zone)))
  // Hours are steady in elapsed time when the clock is set forward, and on the clock when it is set back.
  return Math.max(filled(series), filled(locals), filled(monthNumbers(locals)), filled(businessDays(locals)))
}

/** The time that the clock shows. A day without a midnight begins at its first hour, and counts from midnight. */
function clockTime(time: number, zone: Zone): number {
  const local = zone.toLocal(time)
  const midnight = Math.floor(local / DAY) * DAY
  return !zone.fixed && local !== midnight && zone.toInstant(midnight) === time ? midnight : local
}

function joined(others: OtherRows, times: Float64Array, seriesOf: ArrayLike<number> | undefined): OtherRows {
  const before = others.times.length
  const all = { times: new Float64Array(before + times.length), seriesOf: new Uint32Array(before + times.length) }
  all.times.set(others.times)
  all.times.set(times, before)
  all.seriesOf.set(others.seriesOf)
  if (seriesOf) all.seriesOf.set(seriesOf, before)
  return all
}

/** The different times of each series of two rows and more, ascending. */
function sortedSeries(rows: { times: Float64Array; seriesOf: ArrayLike<number> | undefined }): Float64Array[] {
  const { times, seriesOf } = rows
  const sets = new Map<number, Set<number>>()
  for (let row = 0; row < times.length; row++) {
    if (Number.isNaN(times[row])) continue
    const series = seriesOf ? seriesOf[row] : 0
    let own = sets.get(series)
    if (!own) {
      own = new Set()
      sets.set(series, own)
    }
    own.add(times[row])
  }
  return Array.from(sets.values(), (own) => Float64Array.from(own).sort()).filter(({ length }) => length > 1)
}

/** The share of the places between the first and the last of each series that are taken, in the largest common step. */
function filled(series: readonly Float64Array[] | undefined): number {
  if (!series) return 0
  let step = 0
  for (const places of series)
    for (let at = 1; at < places.length && step !== 1; at++) step = commonDivisor(step, places[at] - places[at - 1])
  let [rows, slots] = [0, 0]
  for (const places of series) {
    rows += places.length
    slots += (places[places.length - 1] - places[0]) / step + 1
  }
  return rows ? rows / slots : 1
}

/** The months of times on one day of the month, or on the last days of months, at one time of day. */
function monthNumbers(series: readonly Float64Array[]): Float64Array[] | undefined {
  const numbers: Float64Array[] = []
  for (const times of series) {
    const dates = Array.from(times, (time) => dateOf(Math.floor(time / DAY)))
    const day = Math.max(...dates.slice(0, 100).map((date) => date.day))
    const isOn = (time: number, at: number) =>
      clockOf(time) === clockOf(times[0]) && (dates[at].day === day || (dates[at].day < day && isLastDay(time)))
    if (!times.every(isOn)) return undefined
    numbers.push(Float64Array.from(dates, (date) => date.year * 12 + date.month))
  }
  return numbers
}

const clockOf = (time: number): number => time - Math.floor(time / DAY) * DAY

const isLastDay = (time: number): boolean => dateOf(Math.floor(time / DAY) + 1).day === 1

/** The numbers of business days, if all times lie on such days at one time of day. */
function businessDays(series: readonly Float64Array[]): Float64Array[] | undefined {
  const numbers: Float64Array[] = []
  for (const times of series) {
    const isOn = (time: number) => clockOf(time) === clockOf(times[0]) && weekdayOf(Math.floor(time / DAY)) <= 5
    if (!times.every(isOn)) return undefined
    // Day 4 is a Monday.
    numbers.push(
      times.map((time) => {
        const day = Math.floor(time / DAY) - 4
        return Math.floor(day / 7) * 5 + weekdayOf(day + 4)
      }),
    )
  }
  return numbers
}

import { DAY, dateOf, weekdayOf } from '../civil.ts'
import type { Zone } from '../zone.ts'

/**
 * Returns whether the times of every series lie in equal steps, or in steps of one calendar unit: the same number of
 * months, or business days. A time that comes twice counts once.
 *
 * @param times - times in any order
 * @param seriesOf - the series of each time; `undefined` for one series
 */
export function isSteady(times: Float64Array, seriesOf: ArrayLike<number> | undefined, zone: Zone): boolean {
  const series = sortedSeries(times, seriesOf).filter(({ length }) => length > 1)
  const locals = series.map((own) => own.map((time) => zone.toLocal(time)))
  // Hours are steady in elapsed time when the clock is set forward, and on the clock when it is set back.
  return hasEqualSteps(series) || hasEqualSteps(locals) || hasEqualMonths(locals) || areBusinessDays(locals)
}

/** As {@link isSteady}, for rows together with other rows of their series. */
export function isSteadyAmong(
  others: { readonly times: Float64Array; readonly seriesOf: ArrayLike<number> },
  times: Float64Array,
  seriesOf: ArrayLike<number> | undefined,
  zone: Zone,
): boolean {
  const before = others.times.length
  const all = new Float64Array(before + times.length)
  all.set(others.times)
  all.set(times, before)
  const series = new Uint32Array(all.length)
  series.set(others.seriesOf)
  if (seriesOf) series.set(seriesOf, before)
  return isSteady(all, series, zone)
}

function sortedSeries(times: Float64Array, seriesOf: ArrayLike<number> | undefined): Float64Array[] {
  if (!seriesOf) return [sortedOnce(times)]
  const series = new Map<number, Set<number>>()
  for (let row = 0; row < times.length; row++) {
    let own = series.get(seriesOf[row])
    if (!own) {
      own = new Set()
      series.set(seriesOf[row], own)
    }
    own.add(times[row])
  }
  return Array.from(series.values(), (own) => Float64Array.from(own).sort())
}

const sortedOnce = (times: Float64Array) => Float64Array.from(new Set(times)).sort()

function hasEqualSteps(series: readonly Float64Array[]): boolean {
  const step = series.length ? series[0][1] - series[0][0] : 0
  return series.every((times) => times.every((time, at) => at === 0 || time - times[at - 1] === step))
}

/** Steps of one number of months: on the same day of the month and at the same time, or on the last days of months. */
function hasEqualMonths(series: readonly Float64Array[]): boolean {
  let step: number | undefined
  return series.every((times) => {
    const dates = Array.from(times, (time) => dateOf(Math.floor(time / DAY)))
    const clock = clockOf(times[0])
    const highest = Math.max(...dates.slice(0, 4).map(({ day }) => day))
    const isLast = dates.every(({ day }, at) => dateOf(Math.floor(times[at] / DAY) + 1).day === 1 && day >= 28)
    return dates.every(({ year, month, day }, at) => {
      if (clockOf(times[at]) !== clock) return false
      if (day !== dates[0].day && !isLast && !(day >= 28 && day <= highest && isEndOf(times[at]))) return false
      if (at === 0) return true
      const months = (year - dates[at - 1].year) * 12 + month - dates[at - 1].month
      step ??= months
      return months === step && months > 0
    })
  })
}

const clockOf = (time: number): number => time - Math.floor(time / DAY) * DAY

const isEndOf = (time: number): boolean => dateOf(Math.floor(time / DAY) + 1).day === 1

/** Steps from one business day to the next, from Monday to Friday. */
const areBusinessDays = (series: readonly Float64Array[]): boolean =>
  series.every((times) =>
    times.every((time, at) => {
      const weekday = weekdayOf(Math.floor(time / DAY))
      return weekday <= 5 && (at === 0 || time - times[at - 1] === (weekday === 1 ? 3 : 1) * DAY)
    }),
  )

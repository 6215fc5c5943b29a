import { defined } from '../../base/defined.ts'
import { historyTimes, type Table } from '../table/table.ts'
import { isOnGrid } from '../time/bucket.ts'
import { type Frequency, withCalendar } from '../time/frequency.ts'
import { datesOf, withAnchorDay } from '../time/infer/anchor_day.ts'
import { daysOf } from '../time/infer/days_of.ts'
import { inferFrequency } from '../time/infer_frequency.ts'
import { isMonthUnit } from '../time/units.ts'
import { zoneOf } from '../time/zone.ts'
import { notAnIndex, notIndexed, outsideCalendar } from './regularise_errors.ts'

/**
 * The frequency of a table: the given one, or the one that its times have. A frequency of months gets the day of the
 * month that all rows have, if the first rows do not tell it.
 *
 * @param isExact - whether every row must lie on a step, so that a row outside the calendar is an error
 * @throws {GatecastError} `ERR_DATA` for times without a steady frequency, or outside the calendar
 */
export function chooseFrequency(table: Table, isExact: boolean): Frequency {
  const { frequency, isIndex = false, timeZone, calendar } = table
  if (frequency && frequency.unit === 'step' && !isIndex) throw notAnIndex(frequency)
  if (frequency && frequency.unit !== 'step' && isIndex) throw notIndexed(frequency.text)
  if (isIndex && calendar !== undefined) throw notIndexed(`calendar ${calendar}`)
  if (isExact) checkCalendar(table)
  const found = frequency ?? inferFrequency(historyTimes(table), timeZone, { isIndex, ...defined({ calendar }) })
  if (!isMonthUnit(found.unit) || found.anchor) return found
  const zone = zoneOf(timeZone)
  return withAnchorDay(
    found,
    Array.from(historyTimes(table), (times) => datesOf(times, zone)),
  )
}

/** Refuses a row outside the calendar. Rows with one time of day are days, which use the weekdays alone. */
function checkCalendar(table: Table): void {
  const { frequency, calendar, timeZone, times, offsets, ids } = table
  const zone = zoneOf(timeZone)
  const test = calendar === undefined ? frequency : withCalendar(unitOf(table), calendar)
  if (!test || (!test.calendar && test.unit !== 'businessDay')) return
  for (let series = 0; series < ids.length; series++)
    for (let row = offsets[series]; row < offsets[series + 1]; row++)
      if (!isOnGrid(times[row], test, zone)) throw outsideCalendar(table, series, row, test)
}

/** A frequency of days if all rows have one time of day, else of hours. */
function unitOf(table: Table): Frequency {
  const isDaily = daysOf({ times: [...historyTimes(table)], zone: zoneOf(table.timeZone) }) !== undefined
  return isDaily
    ? { text: 'd', unit: 'day', multiple: 1, anchor: null }
    : { text: 'h', unit: 'hour', multiple: 1, anchor: null }
}

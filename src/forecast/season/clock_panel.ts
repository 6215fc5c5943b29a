// A panel on the wall clock, for seasons by the clock. Each series is moved onto a grid of wall-clock steps ("slots"):
//
//   slot of row k = round((wall clock of row k - wall clock of row 0) / step)
//
// When the clock is set forward, a slot has no row: its target and observed covariates are missing, and its known
// covariates are those of the slot before. When it is set back, a slot has two rows: it gets the mean of their numbers,
// or the first of their categories. If a history ends between the two, its last row is left out, so that the slot can
// be forecast. A forecast of slots is read back row by row.

import { defined } from '../../base/defined.ts'
import { GatecastError } from '../../base/error.ts'
import { type Column, type Panel, stepTimes } from '../../series/index.ts'
import { fixedStep } from '../../series/time/steps.ts'
import { isClockUnit } from '../../series/time/units.ts'
import { zoneOf } from '../../series/time/zone.ts'
import { Forecast, type ForecastNumbers } from '../forecast.ts'
import { fitAtRows } from '../residuals/series_fit.ts'

/** Returns whether the clock of a panel changes, and its steps are shorter than a day. */
export const followsClock = ({ frequency, timeZone }: Panel): boolean =>
  isClockUnit(frequency.unit) && frequency.calendar === undefined && !zoneOf(timeZone).fixed

/** A panel on the wall clock, and where the rows of the original panel are in it. */
export interface ClockPanel {
  /** The panel, in UTC: its times are those that the wall clock shows. */
  readonly panel: Panel
  /** Number of slots to forecast for the horizon. */
  readonly horizon: number
  /** Reads a forecast of slots back into one of the rows of the original panel. */
  restore(forecast: ForecastNumbers): Forecast
}

/**
 * Moves a panel onto the wall clock.
 *
 * @param horizon - number of rows to forecast
 * @param ahead - number of slots after the history in which known covariates have values: after the last row, those of
 * its slot
 */
export function clockPanel(panel: Panel, horizon: number, ahead = 0): ClockPanel {
  const slots = panel.ids.map((_, series) => slotsOf(panel, series, horizon))
  const rows = panel.ids.map((_, series) => panel.offsets[series + 1] - panel.offsets[series])
  const lengths = Float64Array.from(slots, (own, series) => historySlots(own, panel.lengths[series]))
  const offsets = new Float64Array(panel.seriesCount + 1)
  slots.forEach((own, series) => {
    const all = rows[series] > 0 ? own[rows[series] - 1] + 1 : 0
    offsets[series + 1] = offsets[series] + Math.max(all, lengths[series] + ahead)
  })
  const moved = (isKnown: boolean) => (column: Column) =>
    moveColumn(column, panel, slots, { offsets, lengths }, isKnown)
  const needed = slots.reduce((most, own, series) => {
    const end = own[panel.lengths[series] + horizon - 1] ?? 0
    return Math.max(most, end - lengths[series] + 1)
  }, horizon)
  return {
    panel: panel.with({
      timeZone: 'UTC',
      offsets,
      lengths,
      starts: panel.starts.map((time) => zoneOf(panel.timeZone).toLocal(time)),
      target: moved(false)(panel.target),
      known: panel.known.map(moved(true)),
      observed: panel.observed.map(moved(false)),
    }),
    horizon: needed,
    restore(forecast) {
      if (forecast.horizon < needed)
        throw new GatecastError(
          'ERR_DATA',
          `Expected the clock to skip at most ${forecast.horizon - horizon} steps within the horizon, got ` +
            `${needed - horizon} in ${panel.timeZone}. Give season as a number of steps`,
        )
      const read = (values: Float64Array) => {
        const own = new Float64Array(panel.seriesCount * horizon)
        slots.forEach((places, series) => {
          const first = series * forecast.horizon - lengths[series]
          for (let step = 0; step < horizon; step++)
            own[series * horizon + step] = values[first + places[panel.lengths[series] + step]]
        })
        return own
      }
      const { mean, quantileLevels, quantiles } = forecast
      const fits = forecast.fits?.map((fit, series) => fitAtRows(fit, panel.history(series), slots[series], horizon))
      const numbers = { horizon, mean: read(mean), quantileLevels, quantiles: quantiles.map(read) }
      return Forecast.of(panel, { ...numbers, ...defined({ fits }) })
    },
  }
}

/** The slot of each row of a series and of the horizon. */
function slotsOf(
  { frequency, timeZone, starts, offsets, lengths }: Panel,
  series: number,
  horizon: number,
): Int32Array {
  const zone = zoneOf(timeZone)
  const rows = Math.max(offsets[series + 1] - offsets[series], lengths[series] + horizon)
  const start = zone.toLocal(starts[series])
  const step = fixedStep(frequency, timeZone)
  const times = stepTimes(starts[series], 0, rows, frequency, timeZone)
  return Int32Array.from(times, (time) => Math.round((zone.toLocal(time) - start) / step))
}

/** Number of slots of a history. A slot that the first row after the history shares is left out. */
function historySlots(slots: Int32Array, length: number): number {
  const end = length > 0 ? slots[length - 1] + 1 : 0
  return length < slots.length ? Math.min(end, slots[length]) : end
}

function moveColumn(
  column: Column,
  panel: Panel,
  slots: readonly Int32Array[],
  { offsets, lengths }: { offsets: Float64Array; lengths: Float64Array },
  isKnown: boolean,
): Column {
  const values = new Float64Array(offsets[panel.seriesCount]).fill(Number.NaN)
  slots.forEach((own, series) => {
    const [from, to] = [panel.offsets[series], panel.offsets[series + 1]]
    const last = isKnown ? offsets[series + 1] : offsets[series] + lengths[series]
    for (let row = from, count = 0; row < to; row++) {
      const place = offsets[series] + own[row - from]
      if (place >= last) break
      const value = column.values[row]
      const isSecond = row > from && own[row - from] === own[row - from - 1]
      count = isSecond ? count : 0
      if (Number.isNaN(value)) continue
      if (count === 0) values[place] = value
      else if (column.kind === 'numeric') values[place] = (values[place] * count + value) / (count + 1)
      count++
    }
    if (!isKnown) return
    for (let row = from + 1; row < to; row++)
      for (let slot = own[row - from - 1] + 1; slot < own[row - from]; slot++)
        values[offsets[series] + slot] = values[offsets[series] + slot - 1]
    const end = to > from ? own[to - from - 1] : 0
    for (let place = offsets[series] + end + 1; place < offsets[series + 1]; place++) values[place] = values[place - 1]
  })
  return { ...column, values }
}

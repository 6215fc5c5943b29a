// One-step forecasts of a whole series: many short panels that end before each row, which a forecaster takes at once.

import { pacer } from '../../../base/resources/turns.ts'
import type { Forecaster } from '../../../forecast/index.ts'
import type { CallOptions } from '../../../nn/index.ts'
import { addSteps, type Column, type Panel, seasonOf } from '../../../series/index.ts'

/** Windows of one call of a forecaster. */
const block = 256

/** Rows before an origin that a forecast may depend on. A method that learns from each history gets ten seasons. */
export const memoryOf = (forecaster: Forecaster, panel: Panel): number =>
  forecaster.facts?.().memory ?? Math.min(1000, Math.max(200, 10 * seasonOf(panel.frequency)))

/**
 * Rows at the start of a history that are not judged. A method that learns from each history does not see its season until
 * it has some of them; a network has seen many.
 *
 * @param panel - the rows of training of one series
 */
export function warmUpRows(forecaster: Forecaster, panel: Panel): number {
  if (forecaster.facts?.().memory !== undefined) return 0
  const season = seasonOf(panel.frequency)
  return Math.min(season > 1 ? 4 * season : 10, Math.floor(panel.lengths[0] / 2))
}

/**
 * The forecasts that were made before each row of a series.
 *
 * @param panel - a panel with one series
 * @param from - the first row
 * @param to - one past the last row, at most one past the end of the history
 * @returns `[to - from, horizon]`; NaN where the rows before have fewer than two observed values
 */
export async function rollForecasts(
  forecaster: Forecaster,
  panel: Panel,
  from: number,
  to: number,
  { signal, threads }: CallOptions,
): Promise<Float64Array> {
  const { horizon } = forecaster
  const memory = memoryOf(forecaster, panel)
  const all = new Float64Array((to - from) * horizon).fill(Number.NaN)
  const origins = originsOf(panel, from, to, memory)
  // The place of a series in a panel decides which random numbers draw its paths.
  const size = forecaster.facts?.().isDrawn ? 1 : block
  const pace = pacer(signal)
  const call = { quantiles: [], ...(signal && { signal }), ...(threads && { threads }) }
  for (let first = 0; first < origins.length; first += size) {
    const some = origins.slice(first, first + size)
    const { mean } = await forecaster.predict(windowsBefore(panel, some, memory, horizon), call)
    some.forEach((origin, i) => {
      all.set(mean.subarray(i * horizon, (i + 1) * horizon), (origin - from) * horizon)
    })
    await pace()
  }
  return all
}

function originsOf(panel: Panel, from: number, to: number, memory: number): number[] {
  const values = panel.history(0)
  const isSeen = (row: number) => (row >= 0 && !Number.isNaN(values[row]) ? 1 : 0)
  let observed = 0
  for (let row = Math.max(0, from - memory); row < from; row++) observed += isSeen(row)
  const origins: number[] = []
  for (let origin = from; origin < to; origin++) {
    if (observed >= 2) origins.push(origin)
    observed += isSeen(origin) - isSeen(origin - memory)
  }
  return origins
}

/** A panel with a series for each origin, all of them parts of one series: `memory` rows before it, `horizon` after. */
function windowsBefore(panel: Panel, origins: readonly number[], memory: number, horizon: number): Panel {
  const rows = panel.offsets[1]
  const starts = origins.map((origin) => Math.max(0, origin - memory))
  const ends = origins.map((origin) => Math.min(rows, origin + horizon))
  const offsets = new Float64Array(origins.length + 1)
  origins.forEach((_, i) => {
    offsets[i + 1] = offsets[i] + ends[i] - starts[i]
  })
  const gather = (isKnown: boolean) => (column: Column) => {
    const values = new Float64Array(offsets[origins.length]).fill(Number.NaN)
    origins.forEach((origin, i) => {
      values.set(column.values.subarray(starts[i], isKnown ? ends[i] : origin), offsets[i])
    })
    return { ...column, values }
  }
  const past = gather(false)
  return panel.with({
    ids: origins.map(() => panel.ids[0]),
    offsets,
    lengths: Float64Array.from(origins, (origin, i) => origin - starts[i]),
    starts: Float64Array.from(starts, (start) => addSteps(panel.starts[0], start, panel.frequency, panel.timeZone)),
    target: past(panel.target),
    known: panel.known.map(gather(true)),
    observed: panel.observed.map(past),
    static: panel.static.map((column) => ({
      ...column,
      values: new Float64Array(origins.length).fill(column.values[0]),
    })),
  })
}

import type { CalendarFeature, Panel } from '../../series/index.ts'
import { cook } from '../../series/time/recipes.ts'
import { observedLengths } from '../panel_rows.ts'
import { waveColumn } from './covariates.ts'

/** Rows of each series, counted from its first one; `to` may lie behind those of the panel. */
export interface Rows {
  readonly from: Float64Array
  readonly to: Float64Array
}

export const wholeHistory = (panel: Panel): Rows => ({ from: new Float64Array(panel.seriesCount), to: panel.lengths })

/**
 * What a forecast needs: some rows before the origin, and the horizon. Of a series whose last values are missing, as
 * many before those: where none is left in the context, they have the scale.
 */
export const aroundOrigin = (panel: Panel, before: number, horizon: number): Rows => ({
  from: observedLengths(panel).map((length) => Math.max(0, length - before)),
  to: panel.lengths.map((length) => length + horizon),
})

/** Some rows of each series of a panel, one after another, as they go into a table. */
export class Cut {
  readonly panel: Panel
  readonly rows: Rows
  readonly offsets: Float64Array

  constructor(panel: Panel, rows: Rows) {
    this.panel = panel
    this.rows = rows
    this.offsets = new Float64Array(panel.seriesCount + 1)
    rows.from.forEach((from, series) => {
      this.offsets[series + 1] = this.offsets[series] + rows.to[series] - from
    })
  }

  get size(): number {
    return this.offsets[this.panel.seriesCount]
  }

  /** Fills an array from the values of a column, those that the panel has not with `missing`. */
  fill<A extends Float32Array | Int32Array>(
    values: Float64Array,
    into: A,
    code: (value: number, series: number, row: number) => number,
    missing: number,
  ): A {
    const { panel, rows, offsets } = this
    for (let series = 0; series < panel.seriesCount; series++) {
      const start = panel.offsets[series]
      const end = panel.offsets[series + 1]
      let place = offsets[series]
      for (let row = start + rows.from[series]; place < offsets[series + 1]; row++, place++)
        into[place] = row < end ? code(values[row], series, row - start) : missing
    }
    return into
  }

  /** Sine and cosine of the place of each row in the cycles of the calendar. */
  waves(features: readonly CalendarFeature[]): Record<string, Float32Array> {
    const { panel, rows, offsets } = this
    const { frequency, timeZone } = panel
    const recipes = features.flatMap((feature) =>
      (['sin', 'cos'] as const).map((encoding) => ({ kind: 'calendar', feature, encoding }) as const),
    )
    const columns = recipes.map(() => new Float32Array(this.size))
    for (let series = 0; recipes.length > 0 && series < panel.seriesCount; series++) {
      const times = panel.times(series, rows.from[series], rows.to[series])
      recipes.forEach((recipe, i) => {
        columns[i].set(cook(recipe, times, frequency, timeZone), offsets[series])
      })
    }
    return Object.fromEntries(recipes.map(({ feature, encoding }, i) => [waveColumn(feature, encoding), columns[i]]))
  }
}

import type { CalendarFeature, Column, Panel } from '../../../series/index.ts'
import { recipeRows } from '../../../series/panel/recipe_rows.ts'
import { observedLengths } from '../../panel_rows.ts'
import { waveColumn } from './covariates.ts'

/** A range of rows of each series, counted from its first row. `to` may lie after the last row of the panel. */
export interface Rows {
  readonly from: Float64Array
  readonly to: Float64Array
}

export const wholeHistory = (panel: Panel): Rows => ({ from: new Float64Array(panel.seriesCount), to: panel.lengths })

/**
 * The rows that a forecast needs: the last `before` rows up to the last observed value, all rows after it, and the
 * horizon. If the whole context is missing, the rows before it still give the scale of the window. The series of a
 * sample, `together` of them, have the same first row.
 */
export const aroundOrigin = (panel: Panel, before: number, horizon: number, together = 1): Rows => ({
  from: observedLengths(panel, together).map((length) => Math.max(0, length - before)),
  to: panel.lengths.map((length) => length + horizon),
})

/** A range of rows of each series of a panel, joined series after series: the layout of a native table. */
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

  /**
   * Fills an array with the coded values of a column. Rows after the end of the panel are computed if the column
   * follows from the time, and are `missing` otherwise.
   */
  fill<A extends Float32Array | Float64Array | Int32Array>(
    { values, recipe }: Column,
    into: A,
    code: (value: number, series: number, row: number) => number,
    missing: number,
  ): A {
    const { panel, rows, offsets } = this
    const cooked = recipe && recipeRows(recipe, panel)
    for (let series = 0; series < panel.seriesCount; series++) {
      const start = panel.offsets[series]
      const to = rows.to[series]
      const end = Math.min(to, panel.offsets[series + 1] - start)
      let place = offsets[series]
      let row = rows.from[series]
      for (; row < end; row++) into[place++] = code(values[start + row], series, row)
      if (!cooked) into.fill(missing, place, offsets[series + 1])
      else if (row < to) for (const value of cooked(series, row, to)) into[place++] = code(value, series, row++)
    }
    return into
  }

  /** Sine and cosine of each row's place in the cycles of the calendar. */
  waves(features: readonly CalendarFeature[]): Record<string, Float32Array> {
    const waves = features.flatMap((feature) => [this.#wave(feature, 'sin'), this.#wave(feature, 'cos')])
    return Object.fromEntries(waves)
  }

  #wave(feature: CalendarFeature, encoding: 'sin' | 'cos'): [name: string, values: Float32Array] {
    const { panel, rows, offsets, size } = this
    const cooked = recipeRows({ kind: 'calendar', feature, encoding }, panel)
    const values = new Float32Array(size)
    for (let series = 0; series < panel.seriesCount; series++)
      values.set(cooked(series, rows.from[series], rows.to[series]), offsets[series])
    return [waveColumn(feature, encoding), values]
  }
}

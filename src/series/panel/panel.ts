import { checkWhole, shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { nearest } from '../../base/nearest.ts'
import type { CalendarFeature } from '../calendar/calendar_features.ts'
import { type CalendarEncoding, calendarRecipes } from '../calendar/recipes.ts'
import { type Danfo, type DataFrame, dataFrame } from '../data_frame.ts'
import type { Frequency } from '../time/frequency.ts'
import { stepTimes } from '../time/steps.ts'
import { extendPanel, withRecipes } from './extend_panel.ts'
import { panelColumns } from './panel_columns.ts'
import type { Column, PanelParts, StaticColumn } from './panel_parts.ts'

/**
 * Many series side by side, as columns. Series are regular: row k of a series is k steps of the frequency after its
 * first. Gaps are rows with NaN. A series may go on past its history with rows whose target is not known yet, for
 * covariates known in the future.
 *
 * Made by {@link panelFromRows}, {@link panelFromColumns}, {@link panelFromSeries} or `prepare(frame, ...).toPanel()`.
 * Nothing changes a panel: its methods give new ones.
 *
 * @example
 * const past = panel.cut((series) => panel.lengths[series] - 28) // without the last four weeks
 */
export class Panel implements PanelParts {
  readonly frequency: Frequency
  readonly timeZone: string
  readonly ids: readonly string[]
  readonly offsets: Float64Array
  readonly lengths: Float64Array
  readonly starts: Float64Array
  readonly target: Column
  readonly known: readonly Column[]
  readonly observed: readonly Column[]
  readonly static: readonly StaticColumn[]
  readonly names: { readonly series: string; readonly time: string }
  #index: Map<string, number> | undefined

  /**
   * For parts that come from elsewhere; takes the arrays as its own.
   *
   * @param parts - columns of equal length, and where each series lies in them
   * @throws {GatecastError} `ERR_SHAPE` if the lengths of the parts do not fit each other
   */
  constructor(parts: PanelParts) {
    this.frequency = parts.frequency
    this.timeZone = parts.timeZone
    this.ids = parts.ids
    this.offsets = parts.offsets
    this.lengths = parts.lengths
    this.starts = parts.starts
    this.target = parts.target
    this.known = parts.known
    this.observed = parts.observed
    this.static = parts.static
    this.names = parts.names ?? { series: 'series', time: 'time' }
    this.#check()
  }

  /** Series there are. */
  get seriesCount(): number {
    return this.ids.length
  }

  /** Rows of all series, future rows included. */
  get rowCount(): number {
    return this.offsets[this.seriesCount]
  }

  /**
   * Index of a series by its id.
   *
   * @param id - of a series
   * @returns its place in `ids`
   * @throws {GatecastError} `ERR_DATA` with the nearest ids if there is none
   */
  indexOf(id: string): number {
    this.#index ??= new Map(this.ids.map((known, series) => [known, series]))
    const index = this.#index.get(id)
    if (index !== undefined) return index
    throw new GatecastError(
      'ERR_DATA',
      `Expected the id of one of the panel's ${this.seriesCount} series, got ${shown(id)}. The nearest are ` +
        nearest(id, this.ids),
    )
  }

  /**
   * Times of rows [from, to) of a series; `to` may go past its end. Default: all its rows, future rows included.
   *
   * @param series - its index
   * @param from - the first row; default 0
   * @param to - one past the last row
   * @returns milliseconds since 1970 UTC
   */
  times(series: number, from = 0, to = this.offsets[series + 1] - this.offsets[series]): Float64Array {
    return stepTimes(this.starts[series], from, to, this.frequency, this.timeZone)
  }

  /**
   * The history of the target of one series: a view, not a copy.
   *
   * @param series - its index
   * @returns as many values as the series has rows of history, NaN where missing
   */
  history(series: number): Float64Array {
    return this.target.values.subarray(this.offsets[series], this.offsets[series] + this.lengths[series])
  }

  /**
   * Some series, in the given order.
   *
   * @param series - their indices
   * @throws {GatecastError} `ERR_TYPE`, `ERR_RANGE` for indices that are none
   */
  select(series: readonly number[]): Panel {
    const { seriesCount } = this
    if (!Array.isArray(series))
      throw new GatecastError('ERR_TYPE', `Expected indices of series as an array, got ${shown(series)}`)
    const unknown = series.findIndex((index) => !(Number.isInteger(index) && index >= 0 && index < seriesCount))
    if (unknown >= 0)
      throw new GatecastError(
        'ERR_RANGE',
        `Expected series from 0 to ${seriesCount - 1}, got ${shown(series[unknown])}`,
      )
    const offsets = new Float64Array(series.length + 1)
    series.forEach((from, to) => {
      offsets[to + 1] = offsets[to] + this.offsets[from + 1] - this.offsets[from]
    })
    const rows = <C extends Column>(column: C): C => {
      const values = new Float64Array(offsets[series.length])
      series.forEach((from, to) => {
        values.set(column.values.subarray(this.offsets[from], this.offsets[from + 1]), offsets[to])
      })
      return { ...column, values }
    }
    const perSeries = (values: Float64Array) => Float64Array.from(series, (index) => values[index])
    return this.with({
      ids: series.map((index) => this.ids[index]),
      offsets,
      lengths: perSeries(this.lengths),
      starts: perSeries(this.starts),
      target: rows(this.target),
      known: this.known.map(rows),
      observed: this.observed.map(rows),
      static: this.static.map((column) => ({ ...column, values: perSeries(column.values) })),
    })
  }

  /**
   * The history cut after `length(series)` rows. What follows are future rows: known covariates stay, target and
   * observed become NaN. Known columns are shared with this panel, not copied.
   *
   * @param length - rows of history that a series keeps
   * @throws {GatecastError} `ERR_RANGE` for a length that is longer than the history
   */
  cut(length: (series: number) => number): Panel {
    if (typeof length !== 'function')
      throw new GatecastError('ERR_TYPE', `Expected a function from a series to its length, got ${shown(length)}`)
    const lengths = this.lengths.map((rows, series) => {
      const cut = length(series)
      if (Number.isInteger(cut) && cut >= 0 && cut <= rows) return cut
      throw new GatecastError(
        'ERR_RANGE',
        `Expected a length from 0 to ${rows} for series "${this.ids[series]}", got ${cut}`,
      )
    })
    const hidden = (column: Column): Column => {
      const values = column.values.slice()
      lengths.forEach((rows, series) => {
        values.fill(Number.NaN, this.offsets[series] + rows, this.offsets[series + 1])
      })
      return { ...column, values }
    }
    return this.with({ lengths, target: hidden(this.target), observed: this.observed.map(hidden) })
  }

  /**
   * A panel in which every series has at least `steps` future rows. Covariates that follow from the time are computed
   * there; other known ones are missing, for their values only the caller can know.
   *
   * @param steps - future rows that there are to be
   * @throws {GatecastError} `ERR_RANGE` for steps that are no whole number from 0
   */
  extend(steps: number): Panel {
    return extendPanel(this, checkWhole('steps', steps, 0))
  }

  /**
   * A panel with covariates from the calendar, known in the future.
   *
   * @param encoding - features as numbers (the default), as categories, or as sine and cosine of their place in the cycle
   * @param features - such as `['dayOfWeek', 'month']`
   * @throws {GatecastError} `ERR_TYPE`, `ERR_RANGE` for a feature or encoding that is none
   */
  withCalendar(features: readonly CalendarFeature[], encoding?: CalendarEncoding): Panel {
    return withRecipes(this, calendarRecipes(features, encoding))
  }

  /**
   * A panel with some parts replaced.
   *
   * @param parts - that replace those of this panel
   * @throws {GatecastError} `ERR_SHAPE` if they do not fit the others
   */
  with(parts: Partial<PanelParts>): Panel {
    return new Panel({ ...(this as PanelParts), ...parts })
  }

  /**
   * A DataFrame with a row per time step: id, time, target, covariates. Missing values are NaN; of categories and
   * texts, `null`.
   *
   * @param danfo - the imported `danfojs` or `danfojs-node`; without it, `danfojs-node` has to be installed
   * @throws {GatecastError} `ERR_TYPE` if there is no danfo
   */
  toDataFrame(danfo?: Danfo): DataFrame {
    return dataFrame(panelColumns(this), danfo)
  }

  #check(): void {
    const { seriesCount, offsets, lengths } = this
    const sized = (what: string, got: number, expected: number) => {
      if (got === expected) return
      throw new GatecastError('ERR_SHAPE', `Expected ${expected} values in ${what} of the panel, got ${got}`)
    }
    sized('offsets', offsets.length, seriesCount + 1)
    sized('lengths', lengths.length, seriesCount)
    sized('starts', this.starts.length, seriesCount)
    for (const column of [this.target, ...this.known, ...this.observed])
      sized(`column "${column.name}"`, column.values.length, offsets[seriesCount])
    for (const column of this.static) sized(`static column "${column.name}"`, column.values.length, seriesCount)
    const ragged = lengths.findIndex((rows, series) => !(rows >= 0 && rows <= offsets[series + 1] - offsets[series]))
    if (ragged >= 0)
      throw new GatecastError(
        'ERR_SHAPE',
        `Expected at most ${offsets[ragged + 1] - offsets[ragged]} rows of history in series "${this.ids[ragged]}", got ` +
          lengths[ragged],
      )
  }
}

import { type SignalOption, signalOf } from '../../base/abort.ts'
import { checkWhole, shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { nearest } from '../../base/nearest.ts'
import { atOnce, inTurns } from '../../base/resources/turns.ts'
import type { Columns } from '../../frames/columns.ts'
import type { DataFrame, FrameLibrary, FrameOf } from '../../frames/frame_types.ts'
import { makerOf } from '../../frames/make_frame.ts'
import type { CalendarFeature } from '../calendar/calendar_features.ts'
import type { NamedHolidays } from '../calendar/holiday_values.ts'
import { type CalendarEncoding, calendarRecipes, type HolidayOptions, holidayRecipes } from '../calendar/recipes.ts'
import { splitTargets } from '../targets.ts'
import type { Frequency } from '../time/frequency.ts'
import { stepTimes } from '../time/steps.ts'
import { checkKinds, checkParts } from './check_parts.ts'
import { cutHistory } from './cut_history.ts'
import { extendParts, recipeColumns } from './extend_panel.ts'
import { frameColumnsInPieces, panelColumnsInPieces } from './panel_columns.ts'
import type { Column, PanelParts, StaticColumn } from './panel_parts.ts'
import { selectSeries } from './select_series.ts'

/**
 * Many series with the same columns and frequency. Each series is regular: its row k is k steps after its first row,
 * and a gap is a row with NaN. A series can have future rows after its history, for covariates known in the future. In
 * these rows the target is NaN.
 *
 * {@link panelFromRows}, {@link panelFromColumns}, {@link panelFromSeries} and `prepare(frame, ...).toPanel()` make
 * panels. A panel never changes: its methods return new panels.
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
  readonly channels: readonly string[] | undefined
  readonly names: { readonly series: string; readonly time: string }
  #index: Map<string, number> | undefined

  /**
   * Makes a panel from its parts. The panel keeps the arrays and does not copy them.
   *
   * @param parts - columns of equal length, and the rows of each series in them
   * @throws {GatecastError} `ERR_SHAPE` if the lengths of the parts do not fit each other, `ERR_TYPE` naming a part of
   * another kind
   */
  constructor(parts: PanelParts) {
    checkKinds(parts)
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
    this.channels = parts.channels
    this.names = parts.names ?? { series: 'series', time: 'time' }
    checkParts(this)
  }

  /** Number of series. */
  get seriesCount(): number {
    return this.ids.length
  }

  /** Number of rows of all series, future rows included. */
  get rowCount(): number {
    return this.offsets[this.seriesCount]
  }

  /**
   * The index of a series.
   *
   * @param id - the id of the series
   * @returns the index of the id in `ids`
   * @throws {GatecastError} `ERR_DATA` with the nearest ids if the panel has no such series
   */
  indexOf(id: string): number {
    this.#index ??= new Map(this.ids.map((known, series) => [known, series]))
    const index = this.#index.get(id)
    if (index !== undefined) return index
    throw new GatecastError(
      'ERR_DATA',
      `Expected the id of one of the panel's ${this.seriesCount} series, got ${shown(id)}. The nearest are ` +
        nearest(shown(id), this.ids),
    )
  }

  #checkSeries(series: number): void {
    if (Number.isInteger(series) && series >= 0 && series < this.ids.length) return
    checkWhole('series', series, 0, this.ids.length - 1)
  }

  /**
   * The times of rows [from, to) of a series; `to` may be after its last row. Default: all its rows, future rows
   * included.
   *
   * @param series - index of the series
   * @param from - the first row; default 0
   * @param to - one past the last row
   * @returns milliseconds since 1970 UTC
   * @throws {GatecastError} `ERR_TYPE`, `ERR_RANGE` for a value that is no index of a series
   */
  times(series: number, from = 0, to = this.offsets[series + 1] - this.offsets[series]): Float64Array {
    this.#checkSeries(series)
    return stepTimes(this.starts[series], from, to, this.frequency, this.timeZone)
  }

  /**
   * The history of the target of one series: a view of the panel's array, not a copy.
   *
   * @param series - index of the series
   * @returns one value for each row of the history, NaN where missing
   * @throws {GatecastError} `ERR_TYPE`, `ERR_RANGE` for a value that is no index of a series
   */
  history(series: number): Float64Array {
    this.#checkSeries(series)
    return this.target.values.subarray(this.offsets[series], this.offsets[series] + this.lengths[series])
  }

  /**
   * A panel with some of the series, in the given order.
   *
   * @param series - indices of the series
   * @throws {GatecastError} `ERR_TYPE`, `ERR_RANGE` for a value that is no index of a series
   */
  select(series: readonly number[]): Panel {
    return this.with(selectSeries(this, series))
  }

  /**
   * A panel with several targets for each series. Each target becomes a series of its own with the id `series/target`,
   * and the targets of a series stand side by side. Networks that mix series, for example {@link tsMixer}, forecast the
   * targets of a series together; other forecasters take each by itself. Networks read the name of the target as a
   * static covariate.
   *
   * @param targets - names of the target and of observed covariates, in the order that the series get
   * @throws {GatecastError} `ERR_DATA` for a column that is neither, that holds categories, or whose name is taken;
   * `ERR_TYPE`, `ERR_RANGE` for other names
   * @example
   * const rows = [{ date: '2024-01-01', load: 3, temp: 8 }, { date: '2024-01-02', load: 5, temp: 7 }]
   * const panel = panelFromRows(rows, { time: 'date', target: 'load', observed: ['temp'] })
   * panel.withTargets(['load', 'temp']).ids // ['load', 'temp']
   */
  withTargets(targets: readonly string[]): Panel {
    return this.with(splitTargets(this, targets))
  }

  /**
   * A panel in which the history of each series ends after `length(series)` rows. The rows after it become future rows:
   * known covariates stay, target and observed covariates become NaN. Known columns are shared with this panel, not
   * copied.
   *
   * @param length - gives the number of rows of history that a series keeps
   * @throws {GatecastError} `ERR_RANGE` for a length above that of the history
   */
  cut(length: (series: number) => number): Panel {
    return this.with(cutHistory(this, length))
  }

  /**
   * A panel in which every series has at least `steps` future rows. Covariates that follow from the time are computed
   * for new rows. All other columns are missing there, known covariates too, as only the caller can know them.
   *
   * @param steps - the least number of future rows
   * @throws {GatecastError} `ERR_RANGE` unless `steps` is a whole number from 0 on
   */
  extend(steps: number): Panel {
    const parts = extendParts(this, checkWhole('steps', steps, 0))
    return parts ? this.with(parts) : this
  }

  /**
   * A panel with covariates from the calendar, known in the future.
   *
   * @param features - for example `['dayOfWeek', 'month']`
   * @param encoding - `number` (the default), `category`, or `cyclic`: sine and cosine of the position in the cycle
   * @throws {GatecastError} `ERR_TYPE`, `ERR_RANGE` for an unknown feature or encoding
   */
  withCalendar(features: readonly CalendarFeature[], encoding?: CalendarEncoding): Panel {
    return this.with({ known: [...this.known, ...recipeColumns(this, calendarRecipes(features, encoding))] })
  }

  /**
   * A panel with flags of holidays, known in the future: 1 for a row on a holiday, else 0. In a frequency longer than a
   * day, the value is the number of holidays in the step.
   *
   * @param holidays - dates; a place, for example `DE-BY`, if the package `date-holidays` is installed; a function; or
   * several of them by the names of their columns
   * @param options - name of the column, and days before and after a holiday that count as well
   * @throws {GatecastError} `ERR_RANGE` for an unknown place, `ERR_DEPENDENCY` if a place is given and date-holidays is not
   * installed, `ERR_DATA` for texts that are no dates and for a panel without dates
   * @example
   * const days = panelFromSeries([{ id: 'a', start: '2024-12-24', values: [5, 1, 1, 6] }], { frequency: 'd' })
   * days.withHolidays(['2024-12-25', '2024-12-26']).known[0].values // Float64Array [0, 1, 1, 0]
   */
  withHolidays(holidays: NamedHolidays, options?: HolidayOptions): Panel {
    return this.with({ known: [...this.known, ...recipeColumns(this, holidayRecipes(holidays, options))] })
  }

  /**
   * A panel with some parts replaced.
   *
   * @param parts - the new parts
   * @throws {GatecastError} `ERR_SHAPE` if they do not fit the other parts
   */
  with(parts: Partial<PanelParts>): Panel {
    return new Panel({ ...(this as PanelParts), ...parts })
  }

  /**
   * A frame with one row for each time step: id, time, target, covariates. In a DataFrame of danfo, times are ISO texts,
   * a missing number is NaN, and a missing category or text is `null`. Other frames get dates if all times are midnights,
   * else points in time, and their own mark for missing values.
   *
   * @param library - the imported package whose frame it becomes, as {@link dataFrame} takes it
   * @returns the frame. danfo makes about 2,000 rows in a millisecond and nothing else runs meanwhile: in a server, use
   * {@link Panel.toColumnsAsync} for more than 100,000 rows
   * @throws {GatecastError} `ERR_TYPE` if the package is not given and danfojs-node is not installed
   */
  toDataFrame(): DataFrame
  toDataFrame<Library extends FrameLibrary>(library: Library): FrameOf<Library>
  toDataFrame(library?: FrameLibrary): object {
    const maker = makerOf(library)
    return maker.make(atOnce(frameColumnsInPieces(this, maker.hasTimes)))
  }

  /**
   * The columns of `toDataFrame`, as arrays by name. The call gives way to other work of the thread every few milliseconds.
   *
   * @param options - `signal` stops the call
   * @returns arrays of equal length: id, time, target, covariates
   * @throws {GatecastError} `ABORT_ERR`
   */
  async toColumnsAsync(options: SignalOption = {}): Promise<Columns> {
    return inTurns(panelColumnsInPieces(this), signalOf('toColumnsAsync', options))
  }
}

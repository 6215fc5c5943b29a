// The data that the scripts of the page read. The scripts are in page/.

import type { ChartOption } from './charts/base_options.ts'
import type { SeriesRows } from './charts/series_rows.ts'
import type { Html } from './html.ts'

/** A chart with variants. Its own picker or the picker of the model chooses one. */
export interface ChartData {
  readonly variants: readonly { readonly name: string; readonly option: ChartOption }[]
  /** Whether there is one variant for each model. */
  readonly perModel?: boolean
  /** Whether there is one variant for each series of the chart of series, in its order. */
  readonly perSeries?: boolean
  /** Text after the numbers in tooltips. */
  readonly unit?: string
  /** Whether each bar is a series, which a click on it shows. */
  readonly pick?: boolean
}

export interface TableColumn {
  readonly name: string
  /** Text after each number of the column. */
  readonly unit?: string
  /** Whether the lowest number of the column is marked. */
  readonly best?: boolean
  /** Whether the column holds sentences, which are aligned to the left and wrapped. */
  readonly isText?: boolean
}

export interface TableData {
  readonly columns: readonly TableColumn[]
  /** One list of rows, or one for each model. */
  readonly variants: readonly (readonly (readonly (string | number | null)[])[])[]
  /** Whether the first column holds ids of series, which a click shows. */
  readonly pick?: boolean
  /** The column that the table is first sorted by, in descending order. */
  readonly sorted?: number
}

/** The chart that shows one series at a time. */
export interface FanData {
  /** Options of the chart without its data: one entry, or one entry for each model. */
  readonly views: readonly {
    readonly option: ChartOption
    /** Quantile levels of the intervals' ends, in order, by layer: `forecast`, `window0`, `window1`. */
    readonly levels: Readonly<Record<string, readonly number[]>>
  }[]
  /** Time axes. Series with equal times share one. */
  readonly grids: readonly (readonly number[])[]
  readonly series: readonly (Omit<SeriesRows, 'x'> & {
    readonly id: string
    readonly grid: number
    /** Rows of history in the chart and in all, if the chart leaves some out. */
    readonly shown?: number
    readonly of?: number
  })[]
  /** Unit of the frequency. */
  readonly unit: string
}

export interface PageData {
  /** The colours of the tokens in options, by theme. */
  readonly colours: Readonly<Record<'light' | 'dark', Readonly<Record<string, string>>>>
  /** Charts by the id of their element. */
  readonly charts: Readonly<Record<string, ChartData>>
  readonly tables: Readonly<Record<string, TableData>>
  readonly fan: FanData | null
  /** Names of the backtests. */
  readonly models: readonly string[]
  /** Position of the backtest that is shown first. */
  readonly model: number
}

/** A section of the page, with the data of its charts and tables by the id of their element. */
export interface Section {
  readonly html: Html
  readonly charts?: Readonly<Record<string, ChartData | undefined>>
  readonly tables?: Readonly<Record<string, TableData | undefined>>
}

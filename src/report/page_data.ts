// What the scripts of the page read; see page/.

import type { ChartOption } from './charts/base_options.ts'
import type { SeriesRows } from './charts/series_rows.ts'
import type { Html } from './html.ts'

/** A chart that a picker changes: by its own variants, or with the model that is looked at. */
export interface ChartData {
  readonly variants: readonly { readonly name: string; readonly option: ChartOption }[]
  readonly perModel?: boolean
  /** After numbers in tooltips. */
  readonly unit?: string
  /** Bars are series: a click shows one. */
  readonly pick?: boolean
}

export interface TableColumn {
  readonly name: string
  /** After its numbers. */
  readonly unit?: string
  /** Its least number is marked. */
  readonly best?: boolean
  /** It holds sentences, which begin in line and are wrapped. */
  readonly isText?: boolean
}

export interface TableData {
  readonly columns: readonly TableColumn[]
  /** One list of rows, or one for each model. */
  readonly variants: readonly (readonly (readonly (string | number | null)[])[])[]
  /** First column holds ids of series: a click shows one. */
  readonly pick?: boolean
  /** Column sorted by at first, downwards. */
  readonly sorted?: number
}

/** The chart of one series at a time. */
export interface FanData {
  /** The chart without data: one, or one for each model. */
  readonly views: readonly {
    readonly option: ChartOption
    /** Quantile levels of the intervals' ends, in order, by layer: `forecast`, `window0`, `window1`. */
    readonly levels: Readonly<Record<string, readonly number[]>>
  }[]
  /** Times that several series share are here once. */
  readonly grids: readonly (readonly number[])[]
  readonly series: readonly (Omit<SeriesRows, 'x'> & { readonly id: string; readonly grid: number })[]
  /** Of the frequency. */
  readonly unit: string
}

export interface PageData {
  /** What the tokens in options stand for. */
  readonly colours: Readonly<Record<'light' | 'dark', Readonly<Record<string, string>>>>
  /** By the id of their element. */
  readonly charts: Readonly<Record<string, ChartData>>
  readonly tables: Readonly<Record<string, TableData>>
  readonly fan: FanData | null
  /** Names of the backtests, and the one shown first. */
  readonly models: readonly string[]
  readonly model: number
}

/** A part of the page. */
export interface Section {
  readonly html: Html
  readonly charts?: Readonly<Record<string, ChartData>>
  readonly tables?: Readonly<Record<string, TableData>>
}

/** Options of a report. */
export interface ReportOptions {
  /** Path of the file to write; default `report.html` in the working directory. */
  path?: string
  /** Heading of the page; default `Forecast report`. */
  title?: string
  /**
   * Series that get a chart: their number or their ids; default 50. A number takes the twelve worst series of each
   * backtest and then the first ones of the panel. The tables list all series.
   */
  series?: number | readonly string[]
  /** Number of rows of history in a chart; default eight horizons, at least 200. */
  history?: number
  /** Largest number of rows in a table; default 10,000. With more series, the table of scores lists the worst ones. */
  rows?: number
  /** Stops the call, which then rejects with an `AbortError` and leaves no file. */
  signal?: AbortSignal
}

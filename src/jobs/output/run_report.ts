import type { ForecastSummary } from './summary.ts'

/** The files that a job has made. */
export interface RunReport {
  /** The folder of parts, or the file. */
  out: string
  /** The file of the model that made the forecasts. */
  model: string
  /** Counts of series, rows and parts; `undefined` if parts of other shards are missing. */
  summary: ForecastSummary | undefined
  /** The HTML page, if the job has a report. */
  report?: string
  /** A chart of the first series for a terminal, if the call asks for it. */
  chart?: { series: string; text: string }
}

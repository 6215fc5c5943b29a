/** Counts of the work that a worker has done. */
export interface WorkReport {
  /** Number of parts that the worker made. */
  parts: number
  /** Number of series in these parts. */
  series: number
  /** Number of steps that failed, including those that later succeeded. */
  failures: number
}

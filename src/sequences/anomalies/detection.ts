import { checkPanel } from '../../forecast/check.ts'
import type { Panel } from '../../series/index.ts'
import type { CheckName } from './judge/checks.ts'

/** The scores of the rows of one series. */
export interface SeriesDetection {
  /** The surprise of each row: minus the logarithm to base 10 of its p-value. NaN for a row that cannot be judged. */
  score: Float64Array
  /** Share of normal rows that are as surprising; 0 if it is too small for a number. NaN as in `score`. */
  pValue: Float64Array
  /** 1 for an anomaly, else 0. */
  anomaly: Uint8Array
  /** The check that found each row most surprising; `null` as in `score`. */
  check: (CheckName | null)[]
  /** The value that was expected; NaN if none was. */
  expected: Float64Array
  /** The smallest value that the check `value` does not call an anomaly; NaN without that check. */
  lower: Float64Array
  /** The largest such value. */
  upper: Float64Array
}

/** Arrays for a series, in which no row is an anomaly. */
export const emptyDetection = (rows: number): SeriesDetection => {
  const column = () => new Float64Array(rows).fill(Number.NaN)
  return {
    ...{ score: column(), pValue: column(), anomaly: new Uint8Array(rows), check: new Array(rows).fill(null) },
    ...{ expected: column(), lower: column(), upper: column() },
  }
}

/** Neighbouring anomalies of one series. */
export interface AnomalyEvent {
  /** The id of the series. */
  id: string
  /** The first row. */
  from: number
  /** One past the last row. */
  to: number
  /** The time of the first row, in milliseconds since 1970 UTC; the row number plus the start for an index. */
  time: number
  /** The row with the highest score. */
  peak: number
  /** That score. */
  score: number
  /** The check that found that row. */
  check: CheckName
}

/** Anomalies that are no more than this number of rows apart are one event. */
const gap = 2

/** The result of `detect`: scores of every row of every series. */
export class Detection {
  /** The panel that was searched. */
  readonly panel: Panel
  /** The score from which a row is an anomaly. */
  readonly threshold: number
  readonly #series: readonly SeriesDetection[]

  /** @internal */
  constructor(panel: Panel, threshold: number, series: readonly SeriesDetection[]) {
    checkPanel(panel)
    this.panel = panel
    this.threshold = threshold
    this.#series = series
  }

  /**
   * The scores of one series.
   *
   * @param id - the id of the series; may be left out if there is only one
   * @returns arrays with one entry for each row of the history
   * @throws {GatecastError} `ERR_DATA` if the panel has no such series
   */
  of(id?: string): SeriesDetection {
    const index = id === undefined && this.panel.seriesCount === 1 ? 0 : this.panel.indexOf(id as string)
    return this.#series[index]
  }

  /** All anomalies, neighbouring rows joined, in the order of series and time. */
  get events(): AnomalyEvent[] {
    return this.#series.flatMap((series, index) => eventsOf(this.panel, index, series))
  }
}

function eventsOf(panel: Panel, index: number, { anomaly, score, check }: SeriesDetection): AnomalyEvent[] {
  const events: AnomalyEvent[] = []
  for (let row = anomaly.indexOf(1); row >= 0; row = anomaly.indexOf(1, row + 1)) {
    const last = events[events.length - 1]
    if (last && row - last.to <= gap) {
      last.to = row + 1
      if (score[row] > last.score) Object.assign(last, { peak: row, score: score[row], check: check[row] })
    } else {
      const [time] = panel.times(index, row, row + 1)
      const found = { id: panel.ids[index], from: row, to: row + 1, time, peak: row, score: score[row] }
      events.push({ ...found, check: check[row] as CheckName })
    }
  }
  return events
}

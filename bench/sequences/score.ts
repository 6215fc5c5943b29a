import { nabScore } from 'gatecast/sequences'
import { type AnomalyKind, anomalyKinds, type Label } from './labelled.ts'

/** Rows after an anomaly in which an alarm still belongs to it: the window of the checks still holds it. */
const grace = 24

/** Results of a detector on one series or, added up, on many. */
export interface Tally {
  cleanRows: number
  cleanAlarms: number
  events: number
  rightEvents: number
  labels: Record<AnomalyKind, number>
  found: Record<AnomalyKind, number>
  nab: number
  nabMost: number
}

const zeros = () => Object.fromEntries(anomalyKinds.map((kind) => [kind, 0])) as Record<AnomalyKind, number>

export const emptyTally = (): Tally => ({
  ...{ cleanRows: 0, cleanAlarms: 0, events: 0, rightEvents: 0, labels: zeros(), found: zeros(), nab: 0, nabMost: 0 },
})

/**
 * Adds the alarms of one series.
 *
 * @param clean - flags of rows without anomalies; NaN rows are left out by the caller
 * @param flags - flags of the rows with anomalies
 */
export function addAlarms(
  tally: Tally,
  clean: ArrayLike<number>,
  flags: ArrayLike<number>,
  labels: readonly Label[],
): void {
  tally.cleanRows += clean.length
  for (let row = 0; row < clean.length; row++) tally.cleanAlarms += clean[row]
  const rows = Array.from(flags).flatMap((flag, row) => (flag ? [row] : []))
  for (const { kind, from, to } of labels) {
    tally.labels[kind]++
    if (rows.some((row) => row >= from && row < to)) tally.found[kind]++
  }
  // Alarms that are no more than two rows apart are one event.
  const starts: number[] = []
  let last = Number.NEGATIVE_INFINITY
  let start = 0
  const close = () => {
    if (!Number.isFinite(last)) return
    tally.events++
    if (labels.some(({ from, to }) => start < to + grace && last >= from)) tally.rightEvents++
  }
  for (const row of rows) {
    if (row - last > 3) {
      close()
      start = row
      starts.push(row)
    }
    last = row
  }
  close()
  const windows = labels.map(({ from, to }) => [from, to + 5] as const)
  const { sum, windows: count } = nabScore(starts, windows)
  tally.nab += sum + count
  tally.nabMost += 2 * count
}

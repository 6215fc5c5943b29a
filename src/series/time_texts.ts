import { checkHeap } from '../base/resources/memory_limit.ts'
import { type InPieces, pieceRows } from '../base/resources/turns.ts'
import { areDates, formatAll, formatTime } from './time/format_time.ts'
import type { Frequency } from './time/frequency.ts'
import { stepTimes } from './time/steps.ts'

/** Series, each with `rows` steps from the step `from` on, counted from its start. */
export interface StepRuns {
  readonly starts: Float64Array
  readonly frequency: Frequency
  readonly timeZone: string
  from(series: number): number
  rows(series: number): number
}

/**
 * The times of series as a column: texts, or numbers of an index.
 *
 * @param form - `each`: a midnight is a date alone. `alike`: only if all times of the column are midnights
 */
export function* timeTexts(runs: StepRuns, form: 'each' | 'alike'): InPieces<(string | number)[]> {
  const { frequency, timeZone } = runs
  const rows = rowsOf(runs)
  // Most texts are shared by several series, so the places are what is there in any case.
  checkHeap(8 * rows, `a column of ${rows} times`)
  const column = new Array<string | number>(rows)
  const isIndex = frequency.unit === 'step'
  let dates = form === 'alike' && !isIndex
  if (dates)
    yield* eachTimes(runs, (times) => {
      dates &&= areDates(times, timeZone, frequency)
    })
  const textsOf = (times: Float64Array): (string | number)[] => {
    if (isIndex) return Array.from(times)
    if (form === 'alike') return formatAll(times, timeZone, dates)
    return Array.from(times, (time) => formatTime(time, timeZone, frequency))
  }
  yield* eachTimes(
    runs,
    (times, to) => {
      const texts = textsOf(times)
      for (let row = 0; row < texts.length; row++) column[to + row] = texts[row]
    },
    (from, to, count) => {
      for (let row = 0; row < count; row++) column[to + row] = column[from + row]
    },
  )
  return column
}

/** The times of series as a column of numbers: milliseconds since 1970 UTC, or numbers of an index. */
export function* timesOf(runs: StepRuns): InPieces<Float64Array> {
  const column = new Float64Array(rowsOf(runs))
  yield* eachTimes(
    runs,
    (times, to) => column.set(times, to),
    (from, to, count) => column.copyWithin(to, from, from + count),
  )
  return column
}

function rowsOf({ starts, rows }: StepRuns): number {
  let count = 0
  for (let series = 0; series < starts.length; series++) count += rows(series)
  return count
}

/**
 * Calls `read` with pieces of the times of each series, and the row of the first one. Most series have the times of the
 * series before them. To copy what these gave, by `same`, is a hundred times faster than to read them again.
 */
function* eachTimes(
  runs: StepRuns,
  read: (times: Float64Array, to: number) => void,
  same?: (from: number, to: number, count: number) => void,
): InPieces<void> {
  const { starts, frequency, timeZone } = runs
  let [to, last, work] = [0, -1, 0]
  for (let series = 0; series < starts.length; series++) {
    const [from, rows] = [runs.from(series), runs.rows(series)]
    const isSame = last >= 0 && starts[last] === starts[series] && runs.from(last) === from && runs.rows(last) === rows
    for (let step = 0; step < rows; step += pieceRows) {
      const count = Math.min(pieceRows, rows - step)
      if (isSame) same?.(to - rows + step, to + step, count)
      else read(stepTimes(starts[series], from + step, from + step + count, frequency, timeZone), to + step)
      work += count
      if (work < pieceRows) continue
      work = 0
      yield
    }
    last = series
    to += rows
  }
}

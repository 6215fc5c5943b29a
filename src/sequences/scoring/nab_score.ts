// The scoring rules of the Numenta Anomaly Benchmark. With f(y) = 2 / (1 + exp(5 y)) - 1:
//
//   a window of w rows that ends at row r and is first detected at row i earns  true * f(-(r - i + 1) / w) / f(-1)
//   a window that is not detected costs                                         missed
//   a detection outside windows costs   false * -f(d / (w - 1)), d rows after the end of the last window, which had w rows;
//                                       false * 1 before the first window, and more than three windows after the last
//   score = 100 (sum + missed * windows) / ((true + missed) * windows)          0 for no detection, 100 for a perfect one
//
// Source: Lavin and Ahmad 2015, section III; the profiles are those of the benchmark's version 1.1.

import { checkList, checkWhole, shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { type Checks, oneOf, optionsOf, whole } from '../../base/options/options.ts'

/** The weight of a detected window, of a false alarm, and of a missed window. */
const profiles = {
  standard: { detected: 1, falseAlarm: 0.11, missed: 1 },
  rewardLowFP: { detected: 1, falseAlarm: 0.22, missed: 1 },
  rewardLowFN: { detected: 1, falseAlarm: 0.11, missed: 2 },
} as const

/** Options of {@link nabScore}. */
export interface NabOptions {
  /** What counts most: `'standard'` (default), few false alarms (`'rewardLowFP'`), or few misses (`'rewardLowFN'`). */
  profile?: keyof typeof profiles
  /** Detections in this number of first rows do not count; default 0. The benchmark leaves out 15 % of a file, at most 750. */
  probation?: number
}

/** The result of {@link nabScore}. */
export interface NabScore {
  /** 0 for a detector that finds nothing, 100 for one that finds each window at its first row without a false alarm. */
  score: number
  /** The sum of what windows and false alarms earn and cost. To score many series, add up `sum` and `windows`. */
  sum: number
  /** Number of windows. */
  windows: number
  /** Number of windows with a detection. */
  detected: number
  /** Number of detections outside all windows. */
  falseAlarms: number
}

const checks: Checks<NabOptions> = { profile: oneOf(Object.keys(profiles)), probation: whole(0) }

const sigmoid = (position: number): number => (position > 3 ? -1 : 2 / (1 + Math.exp(5 * position)) - 1)

/**
 * Scores detections by the rules of the Numenta Anomaly Benchmark, which reward early detection.
 *
 * @param detections - the rows at which a detector raised an alarm, in any order
 * @param windows - first and last row of each labelled window, without overlaps, in any order
 * @returns the score in percent, and its parts
 * @throws {GatecastError} `ERR_TYPE`, `ERR_RANGE` for rows that are no whole numbers, or an unknown profile; `ERR_DATA`
 * without a window, for flags in place of rows, and for a window that overlaps another
 * @see Lavin and Ahmad 2015, "Evaluating Real-time Anomaly Detection Algorithms"
 * @example
 * const { detected } = nabScore([100, 320], [[100, 120], [300, 340]])
 * detected // 2
 */
export function nabScore(
  detections: readonly number[],
  windows: readonly (readonly [from: number, to: number])[],
  options: NabOptions = {},
): NabScore {
  const { profile = 'standard', probation = 0 } = optionsOf('nabScore', options, checks)
  const weights = profiles[profile]
  const rows = checkList('detections', detections).map((row, i) => checkWhole(`detection ${i}`, row, 0))
  checkNoFlags(rows)
  const sorted = checkWindows(windows)
  let sum = 0
  let falseAlarms = 0
  const found = new Set<number>()
  for (const row of [...new Set(rows)].sort((a, b) => a - b)) {
    if (row < probation) continue
    const last = sorted.findLastIndex(([from]) => from <= row)
    if (last < 0) {
      falseAlarms++
      sum -= weights.falseAlarm
      continue
    }
    const [from, to] = sorted[last]
    const width = to - from + 1
    if (row > to) {
      falseAlarms++
      // A window of one row has no width to measure a distance by: everything after it is far.
      sum += weights.falseAlarm * (width === 1 ? -1 : sigmoid((row - to) / (width - 1)))
    } else if (!found.has(last)) {
      found.add(last)
      sum += (weights.detected * sigmoid(-(to - row + 1) / width)) / sigmoid(-1)
    }
  }
  sum -= weights.missed * (sorted.length - found.size)
  const most = (weights.detected + weights.missed) * sorted.length
  return {
    score: (100 * (sum + weights.missed * sorted.length)) / most,
    sum,
    windows: sorted.length,
    detected: found.size,
    falseAlarms,
  }
}

/** Flags of rows would be taken for the rows 0 and 1. */
function checkNoFlags(rows: readonly number[]): void {
  if (rows.length < 3 || rows.some((row) => row > 1)) return
  throw new GatecastError(
    'ERR_DATA',
    `Expected the rows of detections, got ${rows.length} times 0 or 1, which look like flags. Give the rows that are ` +
      'flagged: flags.flatMap((flag, row) => (flag ? [row] : []))',
  )
}

function checkWindows(windows: readonly (readonly [number, number])[]): (readonly [number, number])[] {
  checkList('windows', windows).forEach((window, i) => {
    if (!Array.isArray(window) || window.length !== 2)
      throw new GatecastError('ERR_TYPE', `Expected window ${i} to be [first row, last row], got ${shown(window)}`)
    checkWhole(`the first row of window ${i}`, window[0], 0)
    checkWhole(`the last row of window ${i}`, window[1], window[0])
  })
  if (windows.length === 0)
    throw new GatecastError(
      'ERR_DATA',
      'Expected one window or more to score by, got none: count the false alarms instead',
    )
  const sorted = [...windows].sort(([a], [b]) => a - b)
  const overlap = sorted.findIndex(([from], i) => i > 0 && from <= sorted[i - 1][1])
  if (overlap >= 0)
    throw new GatecastError(
      'ERR_DATA',
      `Expected windows that do not overlap, got [${sorted[overlap - 1]}] and [${sorted[overlap]}]. Join them to one`,
    )
  return sorted
}

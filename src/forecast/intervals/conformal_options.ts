import { checkOptions, checkWhole, shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'

/** Options of conformal intervals. */
export interface ConformalOptions {
  /** Number of windows to calibrate on. Default: enough for 20 scores at each step, at least 5. */
  windows?: number
  /** Number of rows between two windows. Default: the horizon, or less so that windows fit in half of the history. */
  step?: number
  /**
   * The unit in which errors are measured. `'series'` (default): the mean change of a series from season to season.
   * `'spread'`: the width of the forecaster's own 80 % interval at each step; calibration then only makes these
   * intervals wider or narrower. `'none'`: 1.
   */
  scale?: 'series' | 'spread' | 'none'
  /**
   * Whether an interval holds all steps of a series at once with its probability, by Bonferroni's correction; default
   * false.
   */
  joint?: boolean
  /** Number of steps in a season, for the unit of a series; default the season of the frequency. */
  season?: number
}

const optionNames: readonly (keyof ConformalOptions)[] = ['windows', 'step', 'scale', 'joint', 'season']

/** @throws {GatecastError} `ERR_RANGE`, `ERR_TYPE` naming the option */
export function checkConformalOptions(options: ConformalOptions): void {
  checkOptions('conformal', options, optionNames)
  const { windows, step, season, scale = 'series' } = options
  for (const [name, value] of Object.entries({ windows, step, season }))
    if (value !== undefined) checkWhole(name, value, 1)
  if (['series', 'spread', 'none'].includes(scale)) return
  throw new GatecastError('ERR_RANGE', `Expected scale to be "series", "spread" or "none", got ${shown(scale)}`)
}

import { checkOptions, checkWhole } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'

/** How intervals are calibrated. */
export interface ConformalOptions {
  /** Windows to calibrate on. Default: as many as give 20 scores for each step, 5 at least. */
  windows?: number
  /** Rows between two windows. Default: the horizon, or less, so that they take no more than half of the history. */
  step?: number
  /**
   * The unit of a series: `'series'` (default), its own mean change from season to season; `'spread'`, at each step the
   * width of the forecaster's own 80 % interval, so that it says where and calibration says how much; `'none'`, 1.
   */
  scale?: 'series' | 'spread' | 'none'
  /** Intervals that hold all steps of a series at once with their share, by Bonferroni's correction; default false. */
  joint?: boolean
  /** Steps in a season, for the unit of a series; default that of the frequency. */
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
  throw new GatecastError(
    'ERR_RANGE',
    `Expected scale to be "series", "spread" or "none", got ${JSON.stringify(scale)}`,
  )
}

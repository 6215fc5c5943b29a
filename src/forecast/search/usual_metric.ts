import type { Panel } from '../../series/index.ts'
import { errorScale } from '../metrics/index.ts'

/**
 * The metric by which forecasters are compared if none is named: MASE, or MAE if MASE is not defined for any series, for
 * example because all of them are constant.
 *
 * @param horizon - number of the last rows that are the test
 */
export function usualMetric(panel: Panel, horizon: number, season: number): 'mase' | 'mae' {
  const hasScale = panel.ids.some(
    (_, series) => errorScale(panel.history(series).slice(0, -horizon), season).absolute > 0,
  )
  return hasScale ? 'mase' : 'mae'
}

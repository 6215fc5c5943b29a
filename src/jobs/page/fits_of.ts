// The fitted values and components that the page of a finished job shows: the model forecasts the histories once more.

import { defined } from '../../base/defined.ts'
import { blameOf, GatecastError } from '../../base/error.ts'
import type { Forecast, Forecaster } from '../../forecast/index.ts'
import type { Panel } from '../../series/index.ts'
import { withoutBadSeries } from '../source/bad_series.ts'
import { isBefore } from './read_output.ts'

/**
 * Forecasts the series of a page once more, with fitted values and components.
 *
 * @param forecast - the forecast of the job
 * @param panel - the histories before it
 * @returns the series that have a history before this forecast, and that the model could forecast; `undefined` if there
 * are none, or if the model has no fitted values
 */
export async function fitsOf(
  forecaster: Forecaster,
  forecast: Forecast,
  panel: Panel,
  { seed, signal }: { seed: number; signal?: AbortSignal | undefined },
): Promise<Forecast | undefined> {
  const shown = panel.ids.flatMap((id, series) => (isBefore(forecast, panel, id, series) ? [series] : []))
  const attempt = (series: readonly number[]) =>
    forecaster.predict(panel.select(series), { fitted: true, seed, ...defined({ signal }) })
  try {
    const { good } = await withoutBadSeries(shown.length, (from, to) => attempt(shown.slice(from, to)))
    if (good.length === 0) return undefined
    const [{ result }] = good
    const all = good.length === 1 ? result : await attempt(good.flatMap(({ from, to }) => shown.slice(from, to)))
    return all.fits ? all : undefined
  } catch (error) {
    // Networks and averages of models have no fitted values. A network that mixes series refuses some of them.
    if (error instanceof GatecastError && error.code === 'ERR_PROGRAM') return undefined
    if (blameOf(error) === 'series') return undefined
    throw error
  }
}

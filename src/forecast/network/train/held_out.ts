// Forecasts held-out rows with a trained network: how wide intervals must be, and how good it is beside repeating the
// last season.

import { distributionOf } from '../../../models/index.ts'
import type { Panel } from '../../../series/index.ts'
import type { Backtest, BacktestWindow } from '../../backtest/backtest.ts'
import type { FitOptions, Forecaster, HeldOutScores } from '../../forecaster.ts'
import { type PanelStream, readPanels } from '../data/panel_stream.ts'
import type { NetworkSettings } from '../design/settings.ts'
import type { Rehearsal } from './rehearsal.ts'
import { measureStretch, rehearsalLevels } from './stretch.ts'

/** What held-out rows say about a network. */
export interface HeldOut {
  readonly stretch: number
  readonly scores: HeldOutScores
}

/**
 * @param about.season - steps in a season, for the scale of errors and for the seasonal naive forecast
 * @param about.learned - number of windows in all histories that do not overlap
 * @throws {GatecastError} `ERR_DATA` if no series has values before the held-out rows
 */
export async function measureHeldOut(
  forecaster: Forecaster,
  data: Panel | PanelStream,
  { windows, stride, rows }: Pick<Rehearsal, 'windows' | 'stride' | 'rows'>,
  { output }: Pick<NetworkSettings, 'output'>,
  { season, learned }: { readonly season: number; readonly learned: number },
  { threads, signal, precision }: FitOptions,
): Promise<HeldOut> {
  const canStretch = distributionOf(output).canStretch(output, ...rehearsalLevels)
  const levels = canStretch ? [...rehearsalLevels] : distributionOf(output).levels(output, undefined, [])
  const backtests: Backtest[] = []
  const [network, naive] = [new MeanError(), new MeanError()]
  for await (const panel of readPanels(data, signal)) {
    const backtest = await forecaster.backtest(panel, {
      ...{ windows, step: stride, refit: 'never', quantiles: levels, season },
      ...(threads === undefined ? {} : { threads }),
      ...(signal === undefined ? {} : { signal }),
      predict: precision === undefined ? {} : { precision },
    })
    backtest.windows.forEach((window, w) => {
      const before = backtest.horizon + (windows - 1 - w) * stride
      network.add(window, window.forecast.mean)
      naive.add(window, repeatSeason(panel, window, before, backtest.horizon, season))
    })
    if (canStretch) backtests.push(backtest)
  }
  const scores = { network: network.value, seasonalNaive: naive.value, windows, rows }
  return { stretch: canStretch ? measureStretch(backtests, rows, learned) : 1, scores }
}

/** The values of one season before, `before` rows before the end of each series; the last value where there are none. */
function repeatSeason(
  panel: Panel,
  { forecast: { ids } }: BacktestWindow,
  before: number,
  horizon: number,
  season: number,
): Float64Array {
  const repeated = new Float64Array(ids.length * horizon)
  ids.forEach((id, i) => {
    const index = panel.indexOf(id)
    const history = panel.history(index)
    const origin = panel.lengths[index] - before
    let last = origin - 1
    while (last >= 0 && Number.isNaN(history[last])) last--
    for (let step = 0; step < horizon; step++) {
      let row = origin + step - season * Math.ceil((step + 1) / season)
      while (row >= 0 && Number.isNaN(history[row])) row -= season
      repeated[i * horizon + step] = history[row >= 0 ? row : last]
    }
  })
  return repeated
}

/**
 * The mean over series of the mean absolute error divided by the mean absolute seasonal change before (MASE). A series
 * that has not changed so far does not count; if none has, errors are not divided.
 */
class MeanError {
  readonly #scaled = new Map<string, [sum: number, count: number]>()
  readonly #plain = new Map<string, [sum: number, count: number]>()

  add({ forecast: { ids, horizon }, actual, absoluteScale }: BacktestWindow, mean: Float64Array): void {
    ids.forEach((id, series) => {
      for (let i = series * horizon; i < (series + 1) * horizon; i++) {
        const error = Math.abs(actual[i] - mean[i])
        if (Number.isNaN(error)) continue
        addTo(this.#plain, id, error)
        if (absoluteScale[series] > 0) addTo(this.#scaled, id, error / absoluteScale[series])
      }
    })
  }

  get value(): number {
    const means = Array.from(
      (this.#scaled.size > 0 ? this.#scaled : this.#plain).values(),
      ([sum, count]) => sum / count,
    )
    return means.reduce((sum, mean) => sum + mean, 0) / means.length
  }
}

function addTo(sums: Map<string, [sum: number, count: number]>, id: string, error: number): void {
  const [sum, count] = sums.get(id) ?? [0, 0]
  sums.set(id, [sum + error, count + 1])
}

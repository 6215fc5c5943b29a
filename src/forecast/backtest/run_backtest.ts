import { checkSignal } from '../../base/abort.ts'
import { checkOptions, checkWhole } from '../../base/check.ts'
import { defined } from '../../base/defined.ts'
import { GatecastError } from '../../base/error.ts'
import { checkMemory } from '../../base/resources/memory_limit.ts'
import { type Panel, seasonOf } from '../../series/index.ts'
import { checkPanel } from '../check.ts'
import type { BacktestOptions, Forecaster } from '../forecaster.ts'
import { errorScale } from '../metrics/index.ts'
import { lastRows } from '../panel_rows.ts'
import { defaultLevels } from '../quantiles.ts'
import { Backtest, type BacktestWindow } from './backtest.ts'
import { checkEnoughForBacktest, leastRows, rowsFor, windowsText } from './enough_rows.ts'

const optionNames: readonly (keyof BacktestOptions)[] = [
  'windows',
  'step',
  'history',
  'refit',
  'quantiles',
  'season',
  'fit',
  'predict',
  'onProgress',
  'threads',
  'signal',
]

/**
 * Forecasts from several origins. Origins are counted back from the end of each series' own history, so that a series
 * that ends earlier than others is tested on its own last rows.
 *
 * A series takes part from the first origin that has two observed values or more before it.
 */
export async function runBacktest(forecaster: Forecaster, panel: Panel, options: BacktestOptions): Promise<Backtest> {
  checkPanel(panel)
  checkOptions('a backtest', options, optionNames)
  const { horizon } = forecaster
  const windows = checkWhole('windows', options.windows ?? 3, 1)
  const step = checkWhole('step', options.step ?? horizon, 1)
  const season = checkWhole('season', options.season ?? seasonOf(panel.frequency), 1)
  const { refit = 'first', history, signal, threads, quantiles, onProgress } = options
  if (refit !== 'first' && refit !== 'never') checkWhole('refit', refit, 1)
  if (history !== undefined) checkWhole('history', history, 2)
  // A forecaster that is not fitted again has to predict only.
  const needs = refit === 'never' ? leastRows : rowsFor(forecaster)
  checkEnoughForBacktest(panel.lengths, needs, { horizon, windows, step })
  const levels = quantiles?.length ?? defaultLevels.length
  checkMemory(
    8 * panel.seriesCount * horizon * windows * (2 + levels),
    `a backtest of ${windows} windows of ${horizon} steps of ${panel.seriesCount} series with ${levels} quantiles`,
    'Use fewer windows or quantiles, or fewer series at a time: panel.select([...])',
  )
  const call = defined({ threads, signal })
  const start = performance.now()
  const done: BacktestWindow[] = []
  let fitted = refit === 'never' ? forecaster : null
  for (let window = 0; window < windows; window++) {
    checkSignal(signal)
    const part = panelBefore(
      panel,
      (series) => panel.lengths[series] - horizon - (windows - 1 - window) * step,
      history,
    )
    if (part.seriesCount === 0) throw nothingBefore(horizon, windows)
    if (!fitted || (typeof refit === 'number' && window % refit === 0)) {
      fitted = forecaster.fresh()
      await fitted.fit(part, { ...options.fit, ...call })
    }
    const forecast = await fitted.predict(part, { ...options.predict, ...call, ...defined({ quantiles }) })
    const scales = part.ids.map((_, series) => errorScale(part.history(series), season))
    done.push({
      forecast,
      actual: actualOf(panel, part, horizon),
      absoluteScale: Float64Array.from(scales, ({ absolute }) => absolute),
      squaredScale: Float64Array.from(scales, ({ squared }) => squared),
    })
    await onProgress?.({ window: window + 1, windows, elapsed: performance.now() - start })
  }
  return new Backtest({ kind: forecaster.kind, horizon, season, windows: done })
}

/** The panel as it was at an origin of each series, without the series that had no history before their origin. */
export function panelBefore(panel: Panel, origin: (series: number) => number, rows?: number): Panel {
  const old: number[] = []
  for (let series = 0; series < panel.seriesCount; series++) {
    const history = panel.history(series).subarray(0, Math.max(0, origin(series)))
    if (history.reduce((count, value) => count + (Number.isNaN(value) ? 0 : 1), 0) >= 2) old.push(series)
  }
  const part = panel.select(old).cut((series) => origin(old[series]))
  return rows === undefined ? part : lastRows(part, rows)
}

/** The values that followed the histories of `part`, a panel cut from `panel`. */
function actualOf(panel: Panel, part: Panel, horizon: number): Float64Array {
  const actual = new Float64Array(part.seriesCount * horizon)
  part.ids.forEach((id, series) => {
    const whole = panel.indexOf(id)
    const rows = part.offsets[series + 1] - part.offsets[series] - part.lengths[series]
    const from = panel.offsets[whole + 1] - rows
    actual.set(panel.target.values.subarray(from, from + horizon), series * horizon)
  })
  return actual
}

const nothingBefore = (horizon: number, windows: number): GatecastError =>
  new GatecastError(
    'ERR_DATA',
    `Expected a series with two observed values or more before the first of ${windowsText({ windows })} of ${horizon} ` +
      'steps, got fewer in each series: their values are missing or start too late. Use ' +
      (windows > 1 ? 'windows: 1, or a smaller step' : 'a shorter horizon'),
  )

import { checkSignal } from '../../base/abort.ts'
import { checkOptions, checkWhole } from '../../base/check.ts'
import { defined } from '../../base/defined.ts'
import { GatecastError } from '../../base/error.ts'
import { checkMemory } from '../../base/resources/memory_limit.ts'
import { type InPieces, inTurns, pacer, pieceRows } from '../../base/resources/turns.ts'
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
  const pace = pacer(signal)
  const done: BacktestWindow[] = []
  let fitted = refit === 'never' ? forecaster : null
  for (let window = 0; window < windows; window++) {
    checkSignal(signal)
    await pace()
    const part = panelBefore(
      panel,
      (series) => panel.lengths[series] - horizon - (windows - 1 - window) * step,
      history,
    )
    if (part.seriesCount === 0) throw nothingBefore(horizon, windows)
    await pace()
    if (!fitted || (typeof refit === 'number' && window % refit === 0)) {
      fitted = forecaster.fresh()
      await fitted.fit(part, { ...options.fit, ...call })
      await pace()
    }
    const forecast = await fitted.predict(part, { ...options.predict, ...call, ...defined({ quantiles }) })
    await pace()
    done.push({ forecast, actual: actualOf(panel, part, horizon), ...(await inTurns(scalesOf(part, season), signal)) })
    await onProgress?.({ window: window + 1, windows, elapsed: performance.now() - start })
  }
  return new Backtest({ kind: forecaster.kind, horizon, season, windows: done })
}

/** The panel as it was at an origin of each series, without the series that had no history before their origin. */
export function panelBefore(panel: Panel, origin: (series: number) => number, rows?: number): Panel {
  const old: number[] = []
  for (let series = 0; series < panel.seriesCount; series++) {
    if (isObserved(panel.target.values, panel.offsets[series], panel.offsets[series] + origin(series))) old.push(series)
  }
  const selected = old.length < panel.seriesCount ? panel.select(old) : panel
  const part = selected.cut((series) => origin(old[series]))
  return rows === undefined ? part : lastRows(part, rows)
}

/** Whether two values or more are observed in the rows from `from` to before `to`. */
function isObserved(values: Float64Array, from: number, to: number): boolean {
  let count = 0
  for (let row = from; row < to && count < 2; row++) if (!Number.isNaN(values[row])) count++
  return count === 2
}

/** The units of the scaled errors of each series. */
function* scalesOf(panel: Panel, season: number): InPieces<Pick<BacktestWindow, 'absoluteScale' | 'squaredScale'>> {
  const absoluteScale = new Float64Array(panel.seriesCount)
  const squaredScale = new Float64Array(panel.seriesCount)
  for (let series = 0, work = 0; series < panel.seriesCount; series++) {
    const history = panel.history(series)
    const { absolute, squared } = errorScale(history, season)
    absoluteScale[series] = absolute
    squaredScale[series] = squared
    work += 1 + history.length
    if (work < pieceRows) continue
    work = 0
    yield
  }
  return { absoluteScale, squaredScale }
}

/** The values that followed the histories of `part`, which has series of `panel` in the same order. */
function actualOf(panel: Panel, part: Panel, horizon: number): Float64Array {
  const actual = new Float64Array(part.seriesCount * horizon)
  let whole = 0
  part.ids.forEach((id, series) => {
    while (panel.ids[whole] !== id) whole++
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

import type { Forecaster } from '../../forecast/forecaster.ts'
import { gru } from '../../forecast/kinds/gru.ts'
import { seasonalNaive } from '../../forecast/kinds/seasonal_naive.ts'
import { terminalChart } from '../../report/index.ts'
import type { RunOptions } from '../events.ts'

/** A forecast of packaged data, beside the values that came. */
export interface DemoReport {
  /** The CSV file with the data. */
  file: string
  /** Number of steps that were forecast. */
  horizon: number
  /** Number of series that were forecast. */
  series: number
  /** A chart of one series for a terminal. */
  chart: string
  /** The scores of a network, and those of the simple rule that it has to beat. */
  scores: { kind: string; mae: number; mase: number }[]
  /** Seconds that the whole took. */
  seconds: number
}

const horizon = 14
/** Rows of history in the chart. */
const shown = 56

/**
 * Forecasts the last two weeks of packaged, generated sales with their promotions by a small network, and scores them
 * beside seasonal naive. It takes a few seconds and writes no file.
 *
 * @param run - signal and events
 * @throws {GatecastError} `ABORT_ERR`
 * @example
 * const { chart, scores } = await runDemo()
 * console.log(chart, scores)
 */
export async function runDemo({ signal, onEvent }: RunOptions = {}): Promise<DemoReport> {
  const start = performance.now()
  const { shopSales, shopSalesPath } = await import('../../datasets/classic.ts')
  const file = shopSalesPath()
  onEvent?.({ type: 'stage', stage: 'survey', subject: file })
  const panel = await shopSales()
  const test = (forecaster: Forecaster) =>
    forecaster.backtest(panel, { windows: 1, signal, fit: { epochs: 8, signal }, quantiles: [0.1, 0.5, 0.9] })
  const network = gru({ horizon, hiddenSize: 16, context: 8 * 7, seed: 1 })
  onEvent?.({ type: 'stage', stage: 'train', subject: network.kind })
  const tested = await test(network)
  const simple = await test(seasonalNaive({ horizon }))
  const [id] = panel.ids
  return {
    file,
    horizon,
    series: panel.seriesCount,
    chart: terminalChart(tested.windows[0].forecast, id, { panel, history: shown }),
    scores: [tested, simple].map(({ kind, overall: { mae, mase } }) => ({ kind, mae, mase })),
    seconds: (performance.now() - start) / 1000,
  }
}

// The data that the accuracy of every kind is measured on, and the backtest that measures it.
import { defined } from '../../src/base/defined.ts'
import { generatePanel, monthly } from '../../src/datasets/index.ts'
import type { Backtest } from '../../src/forecast/backtest/backtest.ts'
import type { FitOptions } from '../../src/forecast/forecaster.ts'
import { kinds } from '../../src/forecast/kinds/index.ts'
import type { Panel } from '../../src/series/index.ts'

const generated = { rows: 200, seed: 5, gaps: 0 }
const sales = (series: number) => generatePanel({ ...generated, series, promotions: 0.1, intermittent: 0 })

/** Number of origins, one horizon apart. */
const windows = 2

interface Data {
  load(): Panel | Promise<Panel>
  readonly horizon: number
  /** The score of point forecasts. MASE prefers forecasts of 0 if most values are 0, so that it cannot judge demand. */
  readonly metric: 'mase' | 'rmsse'
  /** The score of `seasonalNaive`, the unit of all others. */
  readonly seasonalNaive: number
}

export const data = {
  monthly: { load: monthly, horizon: 12, metric: 'mase', seasonalNaive: 1.0554 },
  sales: { load: () => sales(12), horizon: 14, metric: 'mase', seasonalNaive: 1.0733 },
  'few sales': { load: () => sales(3), horizon: 14, metric: 'mase', seasonalNaive: 1.3065 },
  demand: {
    load: () => generatePanel({ ...generated, series: 12, promotions: 0, intermittent: 1 }),
    horizon: 14,
    metric: 'rmsse',
    seasonalNaive: 0.9502,
  },
} as const satisfies Record<string, Data>

export type DataName = keyof typeof data

/** Forecasts the last windows of some data with the default options of a kind. */
export async function backtestOf(
  name: string,
  on: DataName,
  fit: FitOptions = {},
  threads?: number,
): Promise<Backtest> {
  const kind = kinds.find((one) => one.name === name)
  if (!kind) throw new Error(`Expected the name of a kind, got "${name}"`)
  const { load, horizon } = data[on]
  return kind.make({ horizon }).backtest(await load(), { windows, fit, ...defined({ threads }) })
}

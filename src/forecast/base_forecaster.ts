import type { Json } from '../base/json.ts'
import type { Panel } from '../series/index.ts'
import type { Backtest } from './backtest/backtest.ts'
import { leastRows } from './backtest/enough_rows.ts'
import { runBacktest } from './backtest/run_backtest.ts'
import type { Forecast } from './forecast.ts'
import type {
  BacktestOptions,
  FitOptions,
  FitReport,
  Forecaster,
  ForecasterFacts,
  ForecasterState,
  Learns,
  PredictOptions,
} from './forecaster.ts'
import { saveForecaster } from './stored.ts'

/** The methods that all forecasters share. */
export abstract class BaseForecaster implements Forecaster {
  abstract readonly kind: string
  abstract readonly horizon: number
  abstract readonly options: Json
  abstract readonly learns: Learns
  /** {@inheritDoc Forecaster.needs} */
  get needs(): number {
    return leastRows
  }

  abstract fit(panel: Panel, options?: FitOptions): Promise<FitReport>
  abstract predict(panel: Panel, options?: PredictOptions): Promise<Forecast>
  abstract toState(): ForecasterState
  abstract fresh(): Forecaster

  facts(): ForecasterFacts {
    return {}
  }

  backtest(panel: Panel, options: BacktestOptions = {}): Promise<Backtest> {
    return runBacktest(this, panel, options)
  }

  save(path: string): Promise<void> {
    return saveForecaster(path, this.toState())
  }
}

import { listNames } from '../base/check.ts'
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
import { type Support, type SupportOptions, supportOf } from './support.ts'

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

  /** {@inheritDoc Forecaster.support} */
  get support(): Support | undefined {
    return supportOf((this.options ?? {}) as SupportOptions)
  }

  abstract fit(panel: Panel, options?: FitOptions): Promise<FitReport>
  abstract predict(panel: Panel, options?: PredictOptions): Promise<Forecast>
  abstract toState(): ForecasterState
  abstract fresh(): Forecaster

  facts(): ForecasterFacts {
    return {}
  }

  /** @internal The text that `console.log` prints. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    const facts = this.facts()
    const { context, frequency, covariates = { known: [], observed: [], static: [] } } = facts
    const read = [...covariates.known, ...covariates.observed, ...covariates.static]
    const parts = [
      `horizon: ${this.horizon}`,
      context === undefined ? '' : `context: ${context}`,
      frequency === undefined ? '' : `frequency: ${frequency}`,
      read.length === 0 ? '' : `covariates: ${listNames(read)}`,
      this.learns === 'all series' && Object.keys(facts).length === 0 ? 'not fitted' : '',
    ]
    return `${this.kind} { ${parts.filter((part) => part !== '').join('; ')} }`
  }

  backtest(panel: Panel, options: BacktestOptions = {}): Promise<Backtest> {
    return runBacktest(this, panel, options)
  }

  save(path: string): Promise<void> {
    return saveForecaster(path, this.toState())
  }
}

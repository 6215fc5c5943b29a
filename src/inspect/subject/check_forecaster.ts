import { shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import type { Forecaster } from '../../forecast/forecaster.ts'

/** @throws {GatecastError} `ERR_TYPE` for something else than a forecaster */
export function checkForecaster(forecaster: unknown): void {
  const { predict, backtest, horizon } = (forecaster ?? {}) as Partial<Forecaster>
  if (typeof predict === 'function' && typeof backtest === 'function' && typeof horizon === 'number') return
  throw new GatecastError(
    'ERR_TYPE',
    `Expected a forecaster, for example gru({ horizon: 28 }), got ${shown(forecaster)}`,
  )
}

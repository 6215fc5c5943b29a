import type { WindowInput } from '../../addon/index.ts'
import { GatecastError } from '../../base/error.ts'
import { type Fitted, lookback, type StoredFitted } from '../../forecast/network/design/fitted.ts'
import type { NetworkSettings } from '../../forecast/network/design/settings.ts'
import type { NetworkForecaster } from '../../forecast/network/network_forecaster.ts'
import type { Tensors } from '../../nn/index.ts'

/** A fitted network forecaster as it is stored. */
export interface Parts {
  readonly kind: string
  readonly settings: NetworkSettings
  readonly fitted: StoredFitted
  readonly parameters: Tensors
  /** Whether it predicts step by step. */
  readonly isRecursive: boolean
  /** Number of rows before the first row that is forecast. */
  readonly rows: number
}

/** @throws {GatecastError} `ERR_DATA` before `fit`, `ERR_PROGRAM` for a season by the wall clock */
export function partsOf(forecaster: NetworkForecaster): Parts {
  // Throws for a forecaster that is not fitted.
  void forecaster.model
  const { kind, config, tensors } = forecaster.toState()
  const { settings, fitted } = config as unknown as { settings: NetworkSettings; fitted: StoredFitted }
  if (fitted.design.clockSteps !== undefined)
    throw new GatecastError(
      'ERR_PROGRAM',
      `toOnnx: Expected a network whose season is a number of steps, got ${kind} with season: "clock", whose rows move ` +
        'with daylight saving time. Fit it with season: 24, or with another number of steps',
    )
  const isRecursive = (settings as { recursive?: boolean }).recursive === true
  return { kind, settings, fitted, parameters: tensors, isRecursive, rows: lookback(fitted as StoredFitted & Fitted) }
}

/** The rows of an input, if it reads rows. */
export const rowsOf = (source: WindowInput): readonly [number, number] | undefined =>
  'from' in source ? [source.from, source.to] : undefined

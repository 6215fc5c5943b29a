import { binding, GatecastError, type Table, type Windows } from '../../native/index.ts'
import { adamW, cosineDecay, type History, type Model, oneCycle } from '../../nn/index.ts'
import type { Panel } from '../../series/index.ts'
import type { FitOptions } from '../forecaster.ts'
import { type Cutting, trainingWindows, validationWindows } from './windows.ts'

/** Whether a network starts from nothing, or goes on from what it knows. */
export type Purpose = 'fit' | 'update'

/**
 * Trains a model on the windows of a table.
 *
 * @throws {GatecastError} `ERR_DATA` if there are none, else as `Model.fit`
 */
export async function trainOn(
  model: Model,
  cutting: Cutting,
  table: Table,
  lengths: Float64Array,
  options: FitOptions,
  purpose: Purpose,
): Promise<History> {
  const { validation = 0, ...rest } = options
  if (!(validation >= 0 && validation < 1))
    throw new GatecastError('ERR_RANGE', `Expected validation as a share from 0 to below 1, got ${validation}`)
  const training = trainingWindows(cutting, table, lengths, validation)
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined))
  return model.fit(training, {
    ...defaultsFor(countOf(training, cutting.horizon), purpose),
    ...given,
    ...(validation > 0 && { validation: validationWindows(cutting, table, lengths, validation) }),
  })
}

function countOf(windows: Windows, horizon: number): number {
  const count = binding.countWindows(windows)
  if (count > 0) return count
  throw new GatecastError(
    'ERR_DATA',
    `Expected a series with values before and within a horizon of ${horizon} steps to learn from, got none. Forecast ` +
      'fewer steps, hold out less for validation, or give more history',
  )
}

/**
 * At least 1,500 steps where there is enough to learn from; fewer where every sample would be seen more than ten times,
 * for overlapping windows of few series are soon known by heart, but not below 300.
 */
function defaultsFor(samples: number, purpose: Purpose): FitOptions {
  const batchSize = samples >= 4096 ? 128 : samples >= 1024 ? 64 : 32
  const samplesPerEpoch = Math.min(samples, Math.min(50_000, Math.max(10_000, Math.round(samples / 20))))
  const stepsPerEpoch = Math.ceil(samplesPerEpoch / batchSize)
  const steps = Math.max(300, Math.min((10 * samples) / batchSize, Math.max(1500, 20 * stepsPerEpoch)))
  const epochs = Math.ceil(steps / stepsPerEpoch)
  const common = { batchSize, samplesPerEpoch, clipNorm: 1 }
  if (purpose === 'update')
    return {
      ...common,
      epochs: Math.ceil(epochs / 4),
      optimizer: adamW({ learningRate: 1e-3 }),
      schedule: cosineDecay(),
    }
  return { ...common, epochs, optimizer: adamW({ learningRate: 3e-3 }), schedule: oneCycle({ rise: 0.2 }) }
}

/** @throws {GatecastError} `ERR_DATA` naming row and series */
export function checkCounts(panel: Panel): void {
  panel.ids.forEach((id, series) => {
    const row = panel.history(series).findIndex((value) => value < 0)
    if (row < 0) return
    throw new GatecastError(
      'ERR_DATA',
      `Expected counts of 0 or more for the output negativeBinomial(), got ${panel.history(series)[row]} in row ${row} of ` +
        `series "${id}"`,
    )
  })
}

import { defined } from '../../base/defined.ts'
import { loadForecaster } from '../../forecast/index.ts'

/** The contents of a model file. */
export interface ModelReport {
  /** Path of the file. */
  path: string
  /** The kind of forecaster, for example `gru`. */
  kind: string
  /** Number of steps that the model forecasts. */
  horizon: number
  /** Count of the numbers that the model learned. */
  parameters: number
  /** Steps before the origin that a network reads. */
  context?: number
  /** Frequency of the data it was fitted on. */
  frequency?: string
  /** The options of the forecaster. */
  options: unknown
}

/**
 * Reads a model file and reports its contents.
 *
 * @param path - path of the file
 * @throws {GatecastError} `ERR_FILE`
 * @example
 * const { kind, horizon } = await inspectModel('sales.safetensors')
 */
export async function inspectModel(path: string): Promise<ModelReport> {
  const forecaster = await loadForecaster(path)
  const { kind, tensors } = forecaster.toState()
  const { context, frequency } = forecaster.facts?.() ?? {}
  return {
    path,
    kind,
    horizon: forecaster.horizon,
    parameters: Object.values(tensors).reduce((sum, { data }) => sum + data.length, 0),
    ...defined({ context, frequency }),
    options: forecaster.options,
  }
}

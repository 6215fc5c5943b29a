import { loadForecaster } from '../../forecast/index.ts'
import { contextOf } from '../model/resolve_model.ts'

/** What is in the file of a model. */
export interface ModelReport {
  /** Of the file. */
  path: string
  /** Of the forecaster, such as `gru`. */
  kind: string
  /** Steps that it forecasts. */
  horizon: number
  /** Numbers it has learned. */
  parameters: number
  /** Steps that a network looks back at. */
  context?: number
  /** Of the data it was fitted on. */
  frequency?: string
  /** Its configuration. */
  options: unknown
}

/**
 * What is in the file of a model.
 *
 * @param path - of the file
 * @throws {GatecastError} `ERR_FILE`
 * @example
 * const { kind, horizon } = await inspectModel('sales.safetensors')
 */
export async function inspectModel(path: string): Promise<ModelReport> {
  const forecaster = await loadForecaster(path)
  const { kind, config, tensors } = forecaster.toState()
  const { settings, fitted } = config as { settings?: unknown; fitted?: { design?: { frequency?: string } } }
  const context = contextOf(forecaster)
  const frequency = fitted?.design?.frequency
  return {
    path,
    kind,
    horizon: forecaster.horizon,
    parameters: Object.values(tensors).reduce((sum, { data }) => sum + data.length, 0),
    ...(context !== undefined && { context }),
    ...(frequency !== undefined && { frequency }),
    options: settings ?? config,
  }
}

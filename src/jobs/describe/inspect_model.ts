import { defined } from '../../base/defined.ts'
import { loadForecaster, type UsedCovariates } from '../../forecast/index.ts'
import { Model, readSafetensors } from '../../nn/index.ts'
import { sourceFacts } from '../source/covariate_roles.ts'

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
  /** Names of the targets, if it was fitted on several. */
  targets?: readonly string[]
  /** Names of the columns that the model reads beside the target. Absent for a kind that does not say it. */
  covariates?: UsedCovariates
  /** The options of the forecaster. */
  options: unknown
}

/** The contents of a file that `Model.save` of `gatecast/nn` wrote. It is no forecaster. */
export interface NetworkReport {
  /** Path of the file. */
  path: string
  /** Marks a model of `gatecast/nn`. */
  kind: 'Model'
  /** The shape of each input by name, for example `[batch, 3]`. */
  inputs: Record<string, string>
  /** The names of the outputs. */
  outputs: string[]
  /** Count of the numbers that the model learned. */
  parameters: number
}

async function inspectNetwork(path: string): Promise<NetworkReport> {
  using model = await Model.load(path)
  return {
    path,
    kind: 'Model',
    inputs: Object.fromEntries(model.inputs.map(({ name, shape }) => [name, `[${shape.join(', ')}]`])),
    outputs: Object.keys(model.program.outputs),
    parameters: Object.values(model.parameters).reduce((sum, { data }) => sum + data.length, 0),
  }
}

/**
 * Reads a model file and reports its contents.
 *
 * @param path - path of the file
 * @returns the report of a forecaster, or of a model of `gatecast/nn`
 * @throws {GatecastError} `ERR_FILE`
 * @example
 * const { kind, parameters } = await inspectModel('sales.safetensors')
 */
export async function inspectModel(path: string): Promise<ModelReport | NetworkReport> {
  const { metadata } = await readSafetensors(path)
  if (metadata.format === 'gatecast') return inspectNetwork(path)
  const forecaster = await loadForecaster(path)
  const { kind, tensors } = forecaster.toState()
  const { context, frequency, targets, covariates } = sourceFacts(forecaster)
  return {
    path,
    kind,
    horizon: forecaster.horizon,
    parameters: Object.values(tensors).reduce((sum, { data }) => sum + data.length, 0),
    ...defined({ context, frequency, targets, covariates }),
    options: forecaster.options,
  }
}

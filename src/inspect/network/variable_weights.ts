import { type CallOptions, checkSignal } from '../../base/abort.ts'
import { GatecastError } from '../../base/error.ts'
import { optionsOf } from '../../base/options/options.ts'
import { covariatesOf } from '../../forecast/network/data/covariates.ts'
import type { Fitted } from '../../forecast/network/design/fitted.ts'
import type { NetworkForecaster } from '../../forecast/network/network_forecaster.ts'
import { weightsOf } from '../../models/index.ts'
import { callChecks } from '../../nn/run_options.ts'
import type { Panel } from '../../series/index.ts'
import { forecastArrays, openForecaster, readablePanel } from '../subject/forecaster_windows.ts'
import { type NamedArray, namedArray } from '../subject/named_array.ts'

/** The weights that a network gives to variables, which add up to 1. */
export interface VariableWeights {
  /** The weights at each step of the context, `[sample, step, variable]`; `null` if there is only one variable. */
  readonly past: NamedArray | null
  /** The weights at each step of the horizon, `[sample, step, variable]`; `null` if there is only one variable. */
  readonly future: NamedArray | null
  /** The weights of the static covariates, `[sample, variable]`; `null` with fewer than two of them. */
  readonly static: NamedArray | null
  /** The names of the variables, in the order of the arrays. */
  readonly variables: Readonly<Record<'past' | 'future' | 'static', readonly string[]>>
  /** The ids of the series: sample i is series i of the panel. */
  readonly series: readonly string[]
}

/**
 * The weights by which a Temporal Fusion Transformer chooses among the target, covariates and calendar, when it forecasts
 * each series of a panel.
 *
 * @param forecaster - a fitted {@link tft}
 * @param panel - as for `predict`
 * @throws {GatecastError} `ERR_TYPE` for another kind of forecaster; as `predict`
 * @see Lim, Arik, Loeff, Pfister 2021, section 4.2
 * @example
 * import { tft } from 'gatecast'
 *
 * const chooser = tft({ horizon: 4, hiddenSize: 8 })
 * await chooser.fit(panel, { epochs: 1 })
 * const { past, variables } = await variableWeights(chooser, panel)
 * console.log(variables.past, past?.shape)
 */
export async function variableWeights(
  forecaster: NetworkForecaster,
  panel: Panel,
  options: CallOptions = {},
): Promise<VariableWeights> {
  const call = optionsOf('variableWeights', options, callChecks)
  checkSignal(call.signal)
  if (forecaster?.kind !== 'tft')
    throw new GatecastError(
      'ERR_TYPE',
      `Expected a fitted tft, which chooses among variables, got ${forecaster?.kind ?? typeof forecaster}. For other ` +
        'forecasters use permutationImportance()',
    )
  using open = openForecaster(forecaster)
  const { fitted, probe } = open
  const read = await readablePanel(open, forecaster, panel, call)
  const { data } = await forecastArrays(open, read, call)
  const found = (['past', 'future', 'static'] as const).flatMap((part) => {
    const op = probe.operations.find(({ name }) => name === weightsOf(part))
    return op ? [{ part, value: op.first }] : []
  })
  const values = await probe.reader(found.map(({ value }) => value))(data, call)
  const arrays = found.map(({ part, value }) => {
    const { shape, data } = values.get(value) ?? { shape: [], data: new Float32Array() }
    const axes = part === 'static' ? ['sample', 'variable'] : ['sample', 'step', 'variable']
    return [part, namedArray(weightsOf(part), axes, shape, data as Float32Array)] as const
  })
  const none = { past: null, future: null, static: null }
  return { ...none, ...Object.fromEntries(arrays), variables: variablesOf(fitted), series: read.ids }
}

/** The names of the variables in the order in which the network reads them. */
function variablesOf({ codes, design }: Fitted): VariableWeights['variables'] {
  const covariates = covariatesOf(codes, design)
  const names = (role: 'known' | 'observed' | 'static') => [
    ...(covariates[role].numericVariables ?? []).map(({ name }) => name),
    ...covariates[role].categorical.map(({ name }) => name.replace(`${role} `, '')),
  ]
  return {
    past: ['target', ...names('known'), ...names('observed')],
    future: ['earlier seasons', ...names('known')],
    static: names('static'),
  }
}

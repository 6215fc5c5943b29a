import type { Dim, WindowInput } from '../../addon/index.ts'
import type { NetworkForecaster } from '../../forecast/network/network_forecaster.ts'
import { supportOf } from '../../forecast/support.ts'
import { distributionOf, isScaled } from '../../models/index.ts'
import type { OnnxDescription, OnnxInput } from '../description.ts'
import { Graph } from '../graph/graph.ts'
import { lowerProgram } from '../program/lower.ts'
import { inputNames, type OnnxModel } from '../program/model_onnx.ts'
import { States } from '../program/states.ts'
import { convertOutputs } from './convert_outputs.ts'
import { type Parts, partsOf } from './parts.ts'
import { atLag, inHistory, TargetRows } from './target_rows.ts'
import { WindowFeeds } from './window_feeds.ts'
import { windowScale } from './window_scale.ts'

/** The name of the input with the newest rows of the target. */
const historyName = 'history'
/** The name of the input with the target before each step of a step-by-step network. */
const valuesName = 'values'

/**
 * The model of a network forecaster. It reads the target as it is, and forecasts in its units.
 *
 * @throws {GatecastError} `ERR_DATA` before `fit`, `ERR_PROGRAM` for a season by the wall clock
 */
export function forecasterOnnx(forecaster: NetworkForecaster): OnnxModel {
  const parts = partsOf(forecaster)
  const { fitted, settings, isRecursive } = parts
  const graph = new Graph()
  graph.reserve([historyName, valuesName, ...inputNames(fitted.program), ...Object.keys(fitted.program.outputs)])
  const history = historyOf(parts)
  graph.input(historyName, 'double', history.shape)
  const { design, subtractLevel } = fitted
  const scale = windowScale({
    ...{ graph, history: historyName, context: design.context },
    ...{ scaling: settings.scaling, subtractLevel },
  })
  const values = isRecursive ? valuesOf(parts) : null
  if (values) graph.input(valuesName, 'double', values.input.shape)
  const target = values
    ? new TargetRows(graph, valuesName, scale, atLag(design.context, values.longest))
    : new TargetRows(graph, historyName, scale, inHistory)
  const feeds = new WindowFeeds(graph, parts, target, scale)
  const states = isRecursive ? new States(graph) : undefined
  const found = lowerProgram({
    ...{ graph, program: fitted.program, parameters: parts.parameters },
    ...(states ? { states } : {}),
    feed: (name, spec) => feeds.feed(name, spec),
  })
  const outputs = convertOutputs(graph, parts, found, scale)
  const description: OnnxDescription = {
    kind: parts.kind,
    inputs: [history, ...(values ? [values.input] : []), ...feeds.inputs, ...(states?.inputs ?? [])],
    outputs: [...(states?.outputs ?? []), ...outputs],
    ...(states ? { states: states.names } : {}),
    forecast: forecastOf(parts),
  }
  return { graph, description }
}

/** The number of series in a batch: a multiple, if a sample holds several. */
const batchOf = ({ fitted: { design } }: Parts): Dim => {
  const together = design.group?.length ?? 1
  return together === 1 ? 'batch' : `${together}*batch`
}

function historyOf(parts: Parts): OnnxInput {
  // The lags of a step-by-step network have an input of their own.
  const count = parts.isRecursive ? parts.fitted.design.context : parts.rows
  return {
    ...{ name: historyName, type: 'float64', shape: [batchOf(parts), 'history'], rows: [-count, 0] },
    meaning: parts.isRecursive
      ? `The newest values of the target before the first step that is forecast, ${count} or more, the same in all calls: ` +
        'they give location and scale. NaN for a missing value, and before the first row of a series.'
      : `The newest values of the target, ${count} or more. NaN for a missing value, and before the first row of a series.`,
  }
}

function valuesOf({ fitted }: Parts): { longest: number; input: OnnxInput } {
  const { context } = fitted.design
  const lags = Object.values(fitted.sources).flatMap((source: WindowInput) =>
    source.kind === 'mask' ? [-context - source.from] : [],
  )
  const longest = lags.reduce((most, lag) => Math.max(most, lag), 1)
  return {
    longest,
    input: {
      ...{ name: valuesName, type: 'float64', shape: ['batch', 'rows'], rows: [-longest, 0] },
      meaning:
        `The target from ${longest} rows before the first step of the call to the row before its last step. So its size ` +
        `is the number of steps + ${longest - 1}. NaN for a missing value.`,
    },
  }
}

function forecastOf(parts: Parts): NonNullable<OnnxDescription['forecast']> {
  const { fitted, settings, isRecursive } = parts
  const { design, stretch } = fitted
  const { output } = settings
  const support = supportOf(settings)
  return {
    ...{ horizon: settings.horizon, context: design.context, frequency: design.frequency, output },
    stepByStep: isRecursive,
    stretch: isRecursive || !isScaled(distributionOf(output)) ? stretch : 1,
    ...(support ? { support } : {}),
    ...(design.group && design.group.length > 1 ? { together: design.group } : {}),
  }
}

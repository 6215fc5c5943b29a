import { abortable } from '../addon/abortable.ts'
import type { Samples, Tensors } from '../addon/index.ts'
import { type Checks, optionsOf, unchecked, whole } from '../base/options/options.ts'
import { inTurns } from '../base/resources/turns.ts'
import type { RunOptions } from './model_config.ts'
import type { ModelGraph } from './model_graph.ts'
import { callChecks } from './run_options.ts'
import { isWindows } from './training/samples.ts'
import { tensorsInPieces, toTensors } from './values/tensor.ts'

/** Reads the data of a call: windows stay as they are, nested arrays become tensors of the types of the inputs. */
export const readSamples = (model: ModelGraph, data: unknown, signal?: AbortSignal): Samples | Promise<Samples> =>
  isWindows(data) ? data : readTensors(model, data, signal)

/** Long nested arrays are read in turns. Other data need no turn, which would delay a short prediction. */
export const readTensors = ({ types }: ModelGraph, data: unknown, signal?: AbortSignal): Tensors | Promise<Tensors> =>
  hasLongArrays(data) ? inTurns(tensorsInPieces(data, types, 'the data'), signal) : toTensors(data, types, 'the data')

/** Length from which nested arrays are read in turns. */
const long = 256

const hasLongArrays = (data: unknown): boolean =>
  typeof data === 'object' &&
  data !== null &&
  Object.values(data).some((array) => Array.isArray(array) && array.length > long)

export async function predictOutputs(model: ModelGraph, data: unknown, options: RunOptions): Promise<Tensors> {
  const { call, ...sizes } = splitOptions('predict', options)
  const read = readSamples(model, data, call.signal)
  const samples = read instanceof Promise ? await read : read
  return abortable(call, (run) => model.graph.predict(samples, { ...run, ...sizes }))
}

export async function evaluateLosses(
  model: ModelGraph,
  data: unknown,
  options: RunOptions,
): Promise<Record<string, number>> {
  const { call, ...sizes } = splitOptions('evaluate', options)
  const samples = await readSamples(model, data, call.signal)
  return abortable(call, (run) => model.graph.evaluate(samples, { ...run, ...sizes }))
}

const checks: Checks<RunOptions> = { batchSize: whole(1), precision: unchecked, ...callChecks }

function splitOptions(where: string, options: RunOptions) {
  const { batchSize = 256, precision = 'float32', ...call } = optionsOf(where, options, checks)
  return { batchSize, precision, call }
}

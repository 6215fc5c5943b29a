import type { Tensors } from '../../addon/index.ts'
import type { CallOptions } from '../../base/abort.ts'
import { checkSignal } from '../../base/abort.ts'
import { checkFlag, checkText } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { type Check, type Checks, optionsOf, unchecked } from '../../base/options/options.ts'
import { Turns } from '../../base/resources/turns.ts'
import { NetworkForecaster } from '../../forecast/network/network_forecaster.ts'
import type { AnyValue, ArrayLike, Data, Gru, Lstm, Model, Rnn } from '../../nn/index.ts'
import { RecurrentLayer } from '../../nn/layers/recurrent_layer.ts'
import { callChecks } from '../../nn/run_options.ts'
import type { Panel } from '../../series/index.ts'
import { forecastArrays, knownArrays, openForecaster, readablePanel } from '../subject/forecaster_windows.ts'
import type { NamedArray } from '../subject/named_array.ts'
import { countOf, sizeOfDim } from '../subject/operations.ts'
import { checkSize, samplesIn } from '../subject/pieces.ts'
import { Probe } from '../subject/probe.ts'
import { subjectOf } from '../subject/subject.ts'
import { attentionOps } from './attention_maps.ts'
import { collect } from './collect.ts'
import { connectivityOf, elementsOf, mostElements, outputNamed } from './connectivity.ts'
import { arraysOf, boundedGates, gateNames, type RecurrentOp, recurrentOps, stateNames } from './gates/recurrent_ops.ts'
import { type Saturation, saturationOf } from './gates/saturation.ts'
import { canDifferentiate, gradientNorms } from './gradient_norms.ts'

/** Options of {@link inspect}. */
export interface InspectOptions extends CallOptions {
  /** Names of the recurrent layers whose gates and states are computed; default all. */
  layers?: readonly string[]
  /**
   * Whether the connectivity is computed, or the name of the output it is computed for. Default: for the first output
   * whose inputs are given, if it has at most 512 elements in a sample.
   */
  connectivity?: boolean | string
}

/** The inside of a network while it reads data. Arrays have the names of their dimensions in `axes`. */
export interface Inspection {
  /**
   * The gates of each recurrent layer at every step, `[sample, step, unit]`: `input`, `forget`, `candidate`, `output` of
   * an LSTM or sLSTM; `reset`, `update`, `candidate` of a GRU; `update`, `candidate` of a minGRU; `candidate` of a plain
   * recurrent layer. NaN after the length of a row. `input` and `forget` of an sLSTM are in units of its stabiliser: the
   * larger of them is 1.
   */
  readonly gates: Readonly<Record<string, Readonly<Record<string, NamedArray>>>>
  /**
   * The states after every step, `[sample, step, unit]`: `hidden`; `cell` of an LSTM; `cell`, `normaliser` and
   * `stabiliser` of an sLSTM, whose hidden state is `output * cell / normaliser`. NaN after the length of a row.
   */
  readonly states: Readonly<Record<string, Readonly<Record<string, NamedArray>>>>
  /** For each gate with bounds the shares of steps and units that are nearly closed or nearly open. */
  readonly saturation: Readonly<Record<string, Readonly<Record<string, Saturation>>>>
  /** The weights of each attention, `[sample, head, query, key]`; each row sums to 1, or to 0 if it sees no key. */
  readonly attention: Readonly<Record<string, NamedArray>>
  /**
   * The norm of dLoss/dHidden at every step of each plain recurrent layer, GRU and LSTM, `[step]`. Empty without a loss,
   * or if the data lack an input of the loss. Of a forecaster it is that of the newest windows whose horizon is known.
   */
  readonly gradientNorms: Readonly<Record<string, NamedArray>>
  /**
   * For each input the norm of d output / d x(t), `[sample, step]`, or `[sample]` for an input without steps. `null` if it
   * was not computed.
   */
  readonly connectivity: Readonly<Record<string, NamedArray>> | null
  /** The ids of the series, if the network is a forecaster: sample i is series i of the panel. */
  readonly series: readonly string[] | null
}

const flagOrName: Check = (name, value) => (typeof value === 'string' ? checkText : checkFlag)(name, value)
const checks: Checks<InspectOptions> = { layers: unchecked, connectivity: flagOrName, ...callChecks }

/**
 * Looks into a network while it reads data: every gate and state of every recurrent layer at every step, how saturated
 * the gates are, the weights of every attention, the gradient that reaches each hidden state, and how much the output
 * depends on each step of the input.
 *
 * The network runs as in `predict`, without dropout, in float32. A forecaster reads the window that it forecasts each
 * series of the panel from. If it predicts step by step, the window ends with the first forecast step.
 *
 * @param network - a model, a fitted network forecaster, or a layer `Lstm`, `Gru` or `Rnn`
 * @param data - for a model arrays by input name; for a forecaster a panel; for a layer `x`, or `{ x, lengths }`
 * @throws {GatecastError} `ERR_TYPE`, `ERR_SHAPE`, `ERR_DATA`, `ERR_NOT_FINITE` as `predict`; `ERR_RANGE` naming the
 * option, or for data whose inspection has more than 67 million numbers; `ABORT_ERR`
 * @see Karpathy, Johnson, Fei-Fei 2015, "Visualizing and understanding recurrent networks", for gates and saturation
 * @example
 * const { gates, saturation, connectivity } = await inspect(model, data)
 * console.log(gates.lstm0.forget.shape, saturation.lstm0.forget.high, connectivity?.x.shape)
 */
export function inspect(
  network: Lstm | Gru | Rnn,
  data: ArrayLike | { readonly x: ArrayLike; readonly lengths?: readonly number[] },
  options?: InspectOptions,
): Promise<Inspection>
export function inspect(network: NetworkForecaster, data: Panel, options?: InspectOptions): Promise<Inspection>
export function inspect<I extends Readonly<Record<string, AnyValue>>>(
  network: Model<I>,
  data: Partial<Data<I>>,
  options?: InspectOptions,
): Promise<Inspection>
export async function inspect(
  network: Model | NetworkForecaster | Lstm | Gru | Rnn,
  data: unknown,
  options: InspectOptions = {},
): Promise<Inspection> {
  const given = optionsOf('inspect', options, checks)
  checkSignal(given.signal)
  if (network instanceof NetworkForecaster) return inspectForecaster(network, data as Panel, given)
  if (network instanceof RecurrentLayer) return inspectLayer(network as Lstm, data, given)
  const subject = subjectOf('inspect', network)
  using probe = new Probe(subject)
  const tensors = probe.data(data)
  return await inspectTensors(probe, tensors, tensors, given)
}

async function inspectLayer(layer: Lstm, data: unknown, options: InspectOptions): Promise<Inspection> {
  const isObject = typeof data === 'object' && data !== null && 'x' in data
  const { x, lengths } = (isObject ? data : { x: data }) as { x: ArrayLike; lengths?: readonly number[] }
  const tensors = layer.inputsFor(x, lengths)
  using probe = new Probe(subjectOf('inspect', layer, lengths !== undefined))
  return await inspectTensors(probe, tensors, {}, options)
}

async function inspectForecaster(
  forecaster: NetworkForecaster,
  given: Panel,
  options: InspectOptions,
): Promise<Inspection> {
  using open = openForecaster(forecaster)
  const call = callOf(options)
  const panel = await readablePanel(open, forecaster, given, call)
  const { data } = await forecastArrays(open, panel, call)
  const known = await knownArrays(open, panel, call)
  return { ...(await inspectTensors(open.probe, data, known?.data ?? {}, options)), series: panel.ids }
}

const callOf = ({ threads, signal }: InspectOptions): CallOptions => ({ threads, signal })

/** @param known - the data that the gradient of the loss is taken at */
async function inspectTensors(
  probe: Probe,
  data: Tensors,
  known: Tensors,
  options: InspectOptions,
): Promise<Inspection> {
  const call = callOf(options)
  const turns = new Turns(options.signal)
  const recurrent = recurrentOps(probe.operations, options.layers).filter(({ output }) =>
    canCompute(probe, data, output),
  )
  const attentions = attentionOps(probe.operations).filter(({ query }) => canCompute(probe, data, query))
  const samples = samplesIn(probe.operations, data)
  const steps = stepsIn(probe, data)
  checkSizes(probe, samples, steps, options)
  const arrays = await collect(probe, recurrent, attentions, data, samples, call)
  const inspection = { gates: {}, states: {}, saturation: {}, attention: {} } as {
    -readonly [K in 'gates' | 'states' | 'saturation' | 'attention']: Record<string, Inspection[K][string]>
  }
  const named = (op: RecurrentOp, names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, arrays.get(`${op.name}.${name}`)]))
  for (const op of recurrent) {
    inspection.gates[op.name] = named(op, gateNames[op.kind])
    inspection.states[op.name] = named(op, stateNames(op))
    inspection.saturation[op.name] = await saturationOf(named(op, boundedGates(op)), turns)
  }
  for (const { name } of attentions) inspection.attention[name] = arrays.get(name)
  const isKnown = canDifferentiate(probe, known)
  return {
    ...inspection,
    gradientNorms: isKnown ? await gradientNorms(probe, known, samplesIn(probe.operations, known), call) : {},
    connectivity: await connectivity(probe, data, samples, steps, options),
    series: null,
  }
}

async function connectivity(probe: Probe, data: Tensors, samples: number, steps: number, options: InspectOptions) {
  const { connectivity: wanted } = options
  const { outputs } = probe.subject.program
  const first = Object.keys(outputs).find((name) => canCompute(probe, data, outputs[name]))
  if (wanted === false || (wanted === undefined && first === undefined)) return null
  const output = outputNamed(probe, 'connectivity', typeof wanted === 'string' ? wanted : first)
  probe.checkComplete(output, data)
  const count = elementsOf(probe, output.value, steps)
  if (count > mostElements && wanted === undefined) return null
  if (count > mostElements)
    throw new GatecastError(
      'ERR_RANGE',
      `Expected connectivity of an output with at most ${mostElements} elements in a sample, got ${count} of ` +
        `"${output.name}". Name a smaller output, for example one step: slice()`,
    )
  const elements = Array.from({ length: count }, (_, i) => i)
  return connectivityOf(probe, data, samples, output, elements, callOf(options))
}

/** Whether the data hold every input that a value depends on. */
const canCompute = (probe: Probe, data: Tensors, value: number): boolean =>
  probe.inputsOf([value]).every((name) => name in data)

function stepsIn(probe: Probe, data: Tensors): number {
  for (const { kind, name, gives } of probe.operations) {
    const axis = kind === 'input' && name in data ? gives[0].shape.indexOf('time') : -1
    if (axis >= 0) return data[name].shape[axis]
  }
  return 1
}

function checkSizes(probe: Probe, samples: number, time: number, options: InspectOptions): void {
  const sizes = { batch: samples, time }
  const specs = probe.operations.flatMap(({ gives }) => gives)
  const count = (value: number) => countOf(specs[value].shape, sizes)
  const gates = recurrentOps(probe.operations, options.layers).reduce(
    (sum, op) => sum + arraysOf(op) * count(op.output),
    0,
  )
  const maps = attentionOps(probe.operations).reduce(
    (sum, { heads, query, key }) =>
      sum + heads * samples * sizeOfDim(specs[query].shape[1], sizes) * sizeOfDim(specs[key].shape[1], sizes),
    0,
  )
  const numbers = (count: number) => count.toLocaleString('en')
  checkSize(
    gates + maps,
    `${samples} samples with ${numbers(gates)} numbers of gates and states and ${numbers(maps)} of attention`,
    'Give fewer samples, or name some layers with the option layers',
  )
}

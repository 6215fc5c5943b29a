import type { Tensor, Tensors } from '../../addon/index.ts'
import { type CallOptions, checkSignal } from '../../base/abort.ts'
import { isFloat32Array } from '../../base/brand.ts'
import { checkFunction, checkList, listNames } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { type Checks, number, optionsOf, text, unchecked } from '../../base/options/options.ts'
import { NetworkForecaster } from '../../forecast/network/network_forecaster.ts'
import type { AnyValue, ArrayLike, Data, Model } from '../../nn/index.ts'
import { callChecks } from '../../nn/run_options.ts'
import type { Panel } from '../../series/index.ts'
import { differentiableInputs, elementsOf, mostElements, outputNamed } from '../network/connectivity.ts'
import { needed } from '../network/gradient_norms.ts'
import { type NamedArray, namedArray } from '../subject/named_array.ts'
import { checkSize, pieceOf, samplesIn } from '../subject/pieces.ts'
import { Probe } from '../subject/probe.ts'
import { subjectOf } from '../subject/subject.ts'
import { type ForecastAttributions, forecastAttributions } from './forecast_attributions.ts'
import { type Attribution, integrate } from './integrate.ts'

/** Options of {@link integratedGradients} that models and forecasters share. */
export interface AttributionOptions extends CallOptions {
  /** Largest difference between the sum of the attributions and the change of the output, as a share; default 0.01. */
  tolerance?: number
  /** Called after each sample and awaited. */
  onProgress?: (progress: { sample: number; samples: number }) => unknown
}

/** Options of {@link integratedGradients} for a model. */
export interface ModelAttributionOptions extends AttributionOptions {
  /** Name of the output that is explained; default the first one. */
  output?: string
  /** Names of the inputs that the output is attributed to; default all float inputs. The others keep their values. */
  inputs?: readonly string[]
  /** Arrays that the inputs are compared with, by name, with one sample or as many as the data; default zeros. */
  baseline?: Readonly<Record<string, ArrayLike>>
}

/** How much each number of the inputs adds to an output of a model. */
export interface Attributions {
  /** For each input, `[sample, element of the output, number of the input ..]`, in units of the output. */
  readonly inputs: Readonly<Record<string, NamedArray>>
  /** Output of the data minus output of the baseline, `[sample, element]`: the sum of the attributions. */
  readonly difference: NamedArray
  /** The largest error of a sum over the samples, as a share of the change of the output. */
  readonly error: number
  /** The largest number of points between baseline and data that a sample needed. */
  readonly points: number
}

const shared: Checks<AttributionOptions> = { tolerance: number(0), onProgress: checkFunction, ...callChecks }
const modelChecks: Checks<ModelAttributionOptions> = {
  ...shared,
  output: text,
  inputs: (name, value) => checkList(name, value as string[]),
  baseline: unchecked,
}

/**
 * Attributes an output to the numbers it was computed from: how much each of them moves the output away from that of a
 * baseline. The attributions of an output sum to its difference from the baseline's output. The error of the sum is
 * measured, and the number of points between baseline and data is doubled until it is at most `tolerance`.
 *
 * For a forecaster, the mean of each step of the horizon is attributed to the values of the target and of each numeric
 * covariate, by row. The baseline is the level of the window for the target and the mean of the panel of `fit` for a
 * covariate. Level and scale of the window, masks and categories keep their values. For a network that predicts step by
 * step, the first step is explained: later steps depend on drawn values.
 *
 * @param network - a model or a fitted network forecaster
 * @param data - for a model arrays by input name; for a forecaster a panel
 * @throws {GatecastError} `ERR_TYPE`, `ERR_SHAPE`, `ERR_DATA`, `ERR_NOT_FINITE` as `predict`; `ERR_RANGE` naming the
 * option, or if the sum stays off by more than `tolerance` with 4,096 points; `ABORT_ERR`
 * @see Sundararajan, Taly, Yan 2017, "Axiomatic attribution for deep networks"
 * @example
 * const { inputs, difference, error } = await integratedGradients(model, data)
 * console.log(inputs.x.shape, difference.shape, error)
 */
export function integratedGradients(
  network: NetworkForecaster,
  data: Panel,
  options?: AttributionOptions,
): Promise<ForecastAttributions>
export function integratedGradients<I extends Readonly<Record<string, AnyValue>>>(
  network: Model<I>,
  data: Partial<Data<I>>,
  options?: ModelAttributionOptions,
): Promise<Attributions>
export async function integratedGradients(
  network: Model | NetworkForecaster,
  data: unknown,
  options: ModelAttributionOptions = {},
): Promise<Attributions | ForecastAttributions> {
  if (network instanceof NetworkForecaster) {
    const { tolerance = 0.01, ...rest } = optionsOf<AttributionOptions>('integratedGradients', options, shared)
    checkSignal(rest.signal)
    return forecastAttributions(network, data as Panel, { tolerance, ...rest })
  }
  const given = optionsOf('integratedGradients', options, modelChecks)
  checkSignal(given.signal)
  using probe = new Probe(subjectOf('integratedGradients', network))
  return await modelAttributions(probe, probe.data(data), given)
}

async function modelAttributions(probe: Probe, data: Tensors, options: ModelAttributionOptions): Promise<Attributions> {
  const { tolerance = 0.01, threads, signal, onProgress } = options
  const output = outputNamed(probe, 'output', options.output)
  const names = chosenInputs(probe, output, options.inputs)
  probe.checkComplete(output, data)
  const given = needed(probe, data, [output.value])
  const samples = samplesIn(probe.operations, given)
  const count = elementsOf(probe, output.value, timeOf(probe, given))
  if (count > mostElements)
    throw new GatecastError(
      'ERR_RANGE',
      `Expected an output with at most ${mostElements} elements in a sample, got ${count} of "${output.name}". Name a ` +
        'smaller output, for example one step: slice()',
    )
  const numbers = names.reduce((sum, name) => sum + count * given[name].data.length, 0)
  checkSize(numbers, `${samples} samples with ${numbers.toLocaleString('en')}`, 'Give fewer samples or inputs')
  const elements = Array.from({ length: count }, (_, i) => i)
  const baseline = probe.tensors(options.baseline ?? {})
  checkBaseline(baseline, names, given, samples)
  for (const name of names) checkFinite(name, given[name])
  const graph = probe.graph()
  const all: Attribution[] = []
  for (let sample = 0; sample < samples; sample++) {
    const piece = pieceOf(probe.operations, given, sample, sample + 1)
    const baselines = Object.fromEntries(names.map((name) => [name, baselineOf(name, baseline, piece[name], sample)]))
    const line = { graph, output: output.value, elements, data: piece, baselines }
    all.push(await integrate(line, tolerance, { threads, signal }))
    await onProgress?.({ sample: sample + 1, samples })
  }
  const joined = (parts: readonly Float64Array[]) => Float32Array.from(parts.flatMap((part) => Array.from(part)))
  const axesOf = (rank: number) => (rank === 2 ? ['step', 'feature'] : rank === 1 ? ['feature'] : axisNames(rank))
  return {
    inputs: Object.fromEntries(
      names.map((name) => {
        const shape = given[name].shape.slice(1)
        const numbers = joined(all.map(({ parts }) => parts[name]))
        const axes = ['sample', 'element', ...axesOf(shape.length)]
        return [name, namedArray(`${output.name} by ${name}`, axes, [samples, count, ...shape], numbers)]
      }),
    ),
    difference: namedArray(
      `difference of ${output.name}`,
      ['sample', 'element'],
      [samples, count],
      joined(all.map(({ differences }) => differences)),
    ),
    error: Math.max(0, ...all.map(({ error }) => error)),
    points: Math.max(0, ...all.map(({ steps }) => steps)),
  }
}

const axisNames = (rank: number): string[] => Array.from({ length: rank }, (_, i) => `axis${i + 1}`)

function chosenInputs(probe: Probe, output: { name: string; value: number }, wanted?: readonly string[]): string[] {
  const possible = differentiableInputs(probe, output.value)
  const unknown = wanted?.find((name) => !possible.includes(name))
  if (unknown === undefined && possible.length > 0) return [...(wanted ?? possible)]
  throw new GatecastError(
    'ERR_RANGE',
    `Expected inputs of integratedGradients to be float inputs that "${output.name}" depends on ` +
      `(${listNames(possible) || 'none'}), got ${JSON.stringify(unknown) ?? 'none'}`,
  )
}

function checkBaseline(baseline: Tensors, names: readonly string[], data: Tensors, samples: number): void {
  for (const [name, { shape, data: numbers }] of Object.entries(baseline)) {
    if (!names.includes(name))
      throw new GatecastError(
        'ERR_RANGE',
        `Expected baseline to name inputs among ${listNames(names)}, got ${JSON.stringify(name)}`,
      )
    const wanted = data[name].shape
    const fits =
      Array.isArray(shape) && shape.slice(1).join() === wanted.slice(1).join() && [1, samples].includes(shape[0])
    if (!fits || !isFloat32Array(numbers))
      throw new GatecastError(
        'ERR_SHAPE',
        `Expected the baseline of "${name}" to be floats of shape [1 or ${wanted.join(', ')}], got [${shape}]`,
      )
  }
}

/** On the line from a baseline to an infinite number lies no number: a message of the network would say NaN. */
function checkFinite(name: string, { data }: Tensor): void {
  const at = data.findIndex((value) => !Number.isFinite(value))
  if (at < 0) return
  throw new GatecastError(
    'ERR_NOT_FINITE',
    `Expected input ${JSON.stringify(name)} to be finite, got ${data[at]} at index ${at}. Fill missing values, or set them ` +
      'to 0 and pass a mask',
  )
}

/** The baseline of one sample, which may have a baseline of its own. */
function baselineOf(name: string, baseline: Tensors, { data }: Tensor, sample: number): Float32Array {
  const given = baseline[name]
  if (!given) return new Float32Array(data.length)
  const from = given.shape[0] === 1 ? 0 : sample * data.length
  return given.data.subarray(from, from + data.length) as Float32Array
}

function timeOf(probe: Probe, data: Tensors): number {
  for (const { kind, name, gives } of probe.operations) {
    const axis = kind === 'input' && name in data ? gives[0].shape.indexOf('time') : -1
    if (axis >= 0) return data[name].shape[axis]
  }
  return 1
}

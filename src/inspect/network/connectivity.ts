import type { Tensors } from '../../addon/index.ts'
import { type CallOptions, checkSignal } from '../../base/abort.ts'
import { listNames } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { type NamedArray, namedArray } from '../subject/named_array.ts'
import { makersOf } from '../subject/operations.ts'
import { pieceOf } from '../subject/pieces.ts'
import type { Probe } from '../subject/probe.ts'
import { needed } from './gradient_norms.ts'
import { eachGradient, samplesAtATime } from './jacobian.ts'

/** The largest number of samples whose gradients are computed at a time. */
const usual = 32

/** The most elements of an output in one sample: each takes a pass of its own. */
export const mostElements = 512

/** Number of the output with a name. */
export function outputNamed(probe: Probe, where: string, name: string | undefined): { name: string; value: number } {
  const { outputs } = probe.subject.program
  const names = Object.keys(outputs)
  const chosen = name ?? names[0]
  if (chosen !== undefined && Object.hasOwn(outputs, chosen)) return { name: chosen, value: outputs[chosen] }
  throw new GatecastError(
    'ERR_RANGE',
    `Expected ${where} to be one of the outputs ${listNames(names)}, got ${JSON.stringify(chosen)}`,
  )
}

/** Number of elements of a value in one sample, for arrays with `steps` time steps. */
export function elementsOf(probe: Probe, value: number, steps: number): number {
  const maker = makersOf(probe.operations)[value]
  const { shape } = maker.gives[value - maker.first]
  if (shape[0] !== 'batch')
    throw new GatecastError(
      'ERR_PROGRAM',
      `Expected an output whose first dimension is batch, got [${shape.join(', ')}]. Name another output`,
    )
  return shape.slice(1).reduce<number>((product, dim) => {
    const [symbol, factor = '1'] = String(dim).split('*').reverse()
    return product * (symbol === 'time' ? Number(factor) * steps : Number(dim))
  }, 1)
}

/** Inputs of floats with a batch dimension that an output depends on. */
export function differentiableInputs(probe: Probe, value: number): string[] {
  const names = new Set(probe.inputsOf([value]))
  return probe.operations
    .filter(({ kind, name, gives }) => kind === 'input' && names.has(name) && gives[0].type === 'float32')
    .filter(({ gives }) => gives[0].shape[0] === 'batch')
    .map(({ name }) => name)
}

/**
 * For each input the norm of d output / d x(t): how far a change of step t moves the output. The norm is over all
 * elements of the output and all features of the step.
 */
export async function connectivityOf(
  probe: Probe,
  data: Tensors,
  samples: number,
  output: { name: string; value: number },
  elements: readonly number[],
  call: CallOptions,
): Promise<Record<string, NamedArray>> {
  const names = differentiableInputs(probe, output.value)
  const graph = probe.graph()
  const given = needed(probe, data, [output.value])
  const squares = Object.fromEntries(
    names.map((name) => [name, new Float64Array(stepsOf(given[name].shape) * samples)]),
  )
  const size = names.reduce((sum, name) => sum + given[name].data.length / samples, 0)
  const pieceSize = samplesAtATime(size, usual)
  for (let from = 0; from < samples; from += pieceSize) {
    checkSignal(call.signal)
    const piece = pieceOf(probe.operations, given, from, Math.min(samples, from + pieceSize))
    await eachGradient(graph, piece, output.value, elements, names, call, (gradients) => {
      for (const name of names) {
        const { shape, data: slopes } = gradients[name]
        const steps = stepsOf(shape)
        const width = slopes.length / (steps * shape[0])
        const sums = squares[name]
        slopes.forEach((slope, i) => {
          sums[from * steps + Math.floor(i / width)] += slope * slope
        })
      }
    })
  }
  return Object.fromEntries(
    names.map((name) => {
      const norms = Float32Array.from(squares[name], Math.sqrt)
      const steps = stepsOf(given[name].shape)
      const isSequence = given[name].shape.length > 2
      return [
        name,
        isSequence
          ? namedArray(`d ${output.name} / d ${name}`, ['sample', 'step'], [samples, steps], norms)
          : namedArray(`d ${output.name} / d ${name}`, ['sample'], [samples], norms),
      ]
    }),
  )
}

/** Steps of an array: the second dimension, if there are features after it. */
const stepsOf = (shape: readonly number[]): number => (shape.length > 2 ? shape[1] : 1)

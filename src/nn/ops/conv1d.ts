import type { Dim } from '../../addon/index.ts'
import { checkWhole } from '../../base/check.ts'
import { type Checks, flag, oneOf, optionsOf, text, whole } from '../../base/options/options.ts'
import { weight } from '../values/leaf_values.ts'
import { featuresOf } from '../values/operands.ts'
import { operate, Scope, type Value } from '../values/value.ts'

/** Options of a convolution. */
export interface Conv1dOptions {
  /** Number K of time steps that one output reads. */
  kernelSize: number
  /** Distance between these time steps; default 1. */
  dilation?: number
  /**
   * `'causal'` (default): an output reads its own and earlier steps; `'same'`: the steps around its own; `'valid'`: no
   * padding, needs a time dimension of fixed size.
   */
  padding?: 'causal' | 'same' | 'valid'
  /** Whether a bias is added; default true. */
  bias?: boolean
  /** First part of the names of the parameters; default `conv1d0`, `conv1d1`, ... */
  name?: string
}

const checks: Checks<Conv1dOptions> = {
  kernelSize: whole(1),
  dilation: whole(1),
  padding: oneOf(['causal', 'same', 'valid']),
  bias: flag,
  name: text,
}

/**
 * Convolution over time. First weights as in PyTorch, uniform in ±1/sqrt(channels * K).
 *
 * @param x - `[batch, time, channels]`
 * @param filters - number of output channels
 * @returns `[batch, time, filters]`; with `'valid'` padding there are dilation * (K - 1) fewer steps
 * @throws {GatecastError} `ERR_SHAPE`; `ERR_TYPE`, `ERR_RANGE` naming the option
 * @see LeCun et al. 1989; dilation as in van den Oord et al. 2016, "WaveNet"
 * @example
 * const y = conv1d(input(['batch', 'time', 3]), 16, { kernelSize: 3, dilation: 2 })
 */
export function conv1d<B extends Dim, T extends Dim, const N extends number>(
  x: Value<[B, T, number]>,
  filters: N,
  options: Conv1dOptions,
): Value<[B, T extends number ? number : T, N]> {
  const { kernelSize, dilation, padding, bias = true } = optionsOf('conv1d', options, checks, ['kernelSize'])
  const scope = new Scope('conv1d', options.name)
  const channels = featuresOf('conv1d', x)
  checkWhole('filters of conv1d', filters, 1)
  const bound = 1 / Math.sqrt(channels * kernelSize)
  const w = weight(scope, 'weight', [filters, channels, kernelSize], 'uniform', bound)
  const b = bias ? weight(scope, 'bias', [filters], 'uniform', bound) : null
  const [y] = operate('conv1d', [x, w, b], { dilation, padding }, { scope })
  return y as Value<[B, T extends number ? number : T, N]>
}

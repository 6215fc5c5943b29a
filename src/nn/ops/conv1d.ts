import type { Dim } from '../../addon/index.ts'
import { checkWhole, optionsOf } from '../../base/check.ts'
import { weight } from '../values/leaf_values.ts'
import { operandOf, operate, Scope, type Value } from '../values/value.ts'

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

/**
 * Convolution over time. First weights as in PyTorch, uniform in ±1/sqrt(channels * K).
 *
 * @param x - `[batch, time, channels]`
 * @param filters - number of output channels
 * @returns `[batch, time, filters]`; with `'valid'` padding there are dilation * (K - 1) fewer steps
 * @throws {GatecastError} `ERR_SHAPE`, `ERR_RANGE`
 * @see LeCun et al. 1989; dilation as in van den Oord et al. 2016, "WaveNet"
 * @example
 * const y = conv1d(input(['batch', 'time', 3]), 16, { kernelSize: 3, dilation: 2 })
 */
export function conv1d<B extends Dim, T extends Dim, const N extends number>(
  x: Value<[B, T, number]>,
  filters: N,
  options: Conv1dOptions,
): Value<[B, T extends number ? number : T, N]> {
  const { kernelSize, dilation, padding, bias = true } = optionsOf('conv1d', options)
  const scope = new Scope('conv1d', options.name)
  const channels = Number(operandOf('conv1d', x).shape[2])
  checkWhole('kernelSize of conv1d', kernelSize, 1)
  const bound = 1 / Math.sqrt(channels * kernelSize)
  const w = weight(scope, 'weight', [filters, channels, kernelSize], 'uniform', bound)
  const b = bias ? weight(scope, 'bias', [filters], 'uniform', bound) : null
  const [y] = operate('conv1d', [x, w, b], { dilation, padding }, { scope })
  return y as Value<[B, T extends number ? number : T, N]>
}

import type { Dim } from '../../addon/index.ts'
import { weight } from '../values/leaf_values.ts'
import { operate, Scope, type Value } from '../values/value.ts'

/** The filters of a convolution. */
export interface Conv1dOptions {
  /** Number of time steps K that one output looks at. */
  kernelSize: number
  /** Steps between them; default 1. */
  dilation?: number
  /** `'causal'` (default): no output looks ahead; `'same'`: centred; `'valid'`: no padding, needs a fixed time. */
  padding?: 'causal' | 'same' | 'valid'
  /** Whether a bias is added; default true. */
  bias?: boolean
  /** In front of the names of the parameters; `conv1d0`, `conv1d1`, ... by default. */
  name?: string
}

/**
 * Convolution over time. Filled as PyTorch does, uniform in ±1/sqrt(channels * K).
 *
 * @param x - `[batch, time, channels]`
 * @param filters - number of output channels
 * @returns `[batch, time, filters]`; with `'valid'` padding dilation * (K - 1) steps fewer
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
  const { kernelSize, dilation, padding, bias = true } = options
  const scope = new Scope('conv1d', options.name)
  const channels = Number(x.shape[2])
  const bound = 1 / Math.sqrt(channels * kernelSize)
  const w = weight(scope, 'weight', [filters, channels, kernelSize], 'uniform', bound)
  const b = bias ? weight(scope, 'bias', [filters], 'uniform', bound) : null
  const [y] = operate('conv1d', [x, w, b], { dilation, padding }, { scope })
  return y as Value<[B, T extends number ? number : T, N]>
}

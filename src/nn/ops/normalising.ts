import type { Dim } from '../../addon/index.ts'
import { checkBelow } from '../../base/check.ts'
import { flag, number, optionsOf, text } from '../../base/options/options.ts'
import { weight } from '../values/leaf_values.ts'
import { lastSizeOf } from '../values/operands.ts'
import type { Shape } from '../values/shape_types.ts'
import { operate, Scope, type Value } from '../values/value.ts'

/**
 * Layer normalisation: scales the last dimension to mean 0 and variance 1, then applies a trained gain and shift.
 *
 * @param x - `[.., D]`
 * @param options.epsilon - added to the variance; default 1e-5
 * @param options.affine - whether there are a gain, which starts at 1, and a shift, which starts at 0; default true
 * @returns a value of the shape of `x`
 * @throws {GatecastError} `ERR_SHAPE`; `ERR_TYPE`, `ERR_RANGE` naming the option
 * @see Ba, Kiros and Hinton 2016
 * @example
 * const y = layerNorm(input(['batch', 'time', 32]))
 */
export function layerNorm<S extends [...Dim[], number]>(
  x: Value<S>,
  options: { epsilon?: number; affine?: boolean; name?: string } = {},
): Value<S> {
  const { epsilon, affine = true } = optionsOf('layerNorm', options, { epsilon: number(0), affine: flag, name: text })
  const scope = new Scope('layerNorm', options.name)
  const size = lastSizeOf('layerNorm', x)
  const gain = affine ? weight(scope, 'weight', [size], 'ones', 1) : null
  const shift = affine ? weight(scope, 'bias', [size], 'zeros', 1) : null
  return operate('layerNorm', [x, gain, shift], { epsilon }, { scope })[0] as Value<S>
}

/**
 * exp(x) / sum of exp(x) along an axis.
 *
 * @param x - a value of any rank
 * @param axis - number of the axis from 0, or negative from the end; default -1
 * @returns a value of the shape of `x`; along the axis the numbers sum to 1
 * @throws {GatecastError} `ERR_SHAPE` if there is no such axis
 * @example
 * const shares = softmax(input(['batch', 5]))
 */
export function softmax<S extends Shape>(x: Value<S>, axis = -1): Value<S> {
  return operate('softmax', [x], { axis })[0] as Value<S>
}

/**
 * In training, sets a random share of the elements to zero and divides the others by 1 - rate. Otherwise gives `x`.
 *
 * @param rate - share of the elements that are set to zero, at least 0 and below 1
 * @param x - a value of any shape
 * @returns a value of the shape of `x`
 * @throws {GatecastError} `ERR_RANGE`
 * @see Srivastava et al. 2014
 * @example
 * const y = dropout(input(['batch', 32]), 0.1)
 */
export function dropout<S extends Shape>(x: Value<S>, rate: number): Value<S> {
  checkBelow('rate of dropout', rate, 0, 1)
  return operate('dropout', [x], { rate })[0] as Value<S>
}

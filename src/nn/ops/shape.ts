import type { Dim } from '../../addon/index.ts'
import { checkList, checkNumbers } from '../../base/check.ts'
import { flag, optionsOf, unchecked, whole } from '../../base/options/options.ts'
import { value } from '../values/operands.ts'
import type { Permute, Reduced, Reshaped, Shape, WithAxis } from '../values/shape_types.ts'
import { type AnyValue, operate, type Value } from '../values/value.ts'

/**
 * Joins values along an axis. All other dimensions must be equal.
 *
 * @param values - values of equal rank
 * @param axis - number of the axis from 0, or negative from the end; default -1
 * @returns a value whose size along the axis is the sum of the sizes of the values
 * @throws {GatecastError} `ERR_SHAPE`
 * @example
 * const both = concat([input(['batch', 'time', 3]), input(['batch', 'time', 2])]) // [batch, time, 5]
 */
export function concat<S extends Shape, const A extends number = -1>(
  values: readonly [Value<S>, ...Value<WithAxis<NoInfer<S>, NoInfer<A>, number>>[]],
  axis?: A,
): Value<WithAxis<S, A, number>> {
  return operate('concat', checkList('values of concat', values as readonly AnyValue[]), {
    axis: axis ?? -1,
  })[0] as Value<WithAxis<S, A, number>>
}

/**
 * A part of a value along an axis of fixed size: from `start` to the element before `end`. Negative numbers count from
 * the end.
 *
 * @param x - a value of any rank
 * @returns a value of the shape of `x`, with fewer elements along the axis
 * @throws {GatecastError} `ERR_SHAPE`, `ERR_RANGE`
 * @example
 * const first = slice(input(['batch', 'time', 8]), { axis: 2, end: 4 }) // [batch, time, 4]
 */
export function slice<S extends Shape, const A extends number>(
  x: Value<S>,
  options: { axis: A; start?: number; end?: number },
): Value<WithAxis<S, A, number>> {
  const { axis, start, end } = optionsOf('slice', options, { axis: whole(), start: whole(), end: whole() }, ['axis'])
  return operate('slice', [x], { axis, start, end })[0] as Value<WithAxis<S, A, number>>
}

/**
 * The same elements in another shape. One dimension may be -1; its size follows from the others.
 *
 * @param x - a value of any shape
 * @param shape - the new shape
 * @returns a value of the new shape
 * @throws {GatecastError} `ERR_SHAPE` if the number of elements differs
 * @example
 * const y = reshape(input(['batch', 24]), ['batch', 12, 2])
 */
export function reshape<const S extends (Dim | -1)[]>(x: Value, shape: S): Value<Reshaped<S>> {
  return operate('reshape', [x], { shape })[0] as Value<Reshaped<S>>
}

/**
 * Changes the order of the dimensions: dimension i of the result is dimension `axes[i]` of `x`.
 *
 * @param x - a value of any rank
 * @param axes - the number of each dimension of `x`, once
 * @returns a value with the dimensions of `x` in that order
 * @throws {GatecastError} `ERR_SHAPE` if `axes` is not a permutation
 * @example
 * const y = transpose(input(['batch', 24, 3]), [0, 2, 1]) // Value<['batch', 3, 24]>
 */
export function transpose<S extends Shape, const A extends number[]>(x: Value<S>, axes: A): Value<Permute<S, A>> {
  return operate('transpose', [x], { axes })[0] as Value<Permute<S, A>>
}

/**
 * Cuts a sequence into patches of `size` time steps, one every `stride` steps, and makes each patch one vector: the
 * tokens of PatchTST (Nie et al. 2023).
 *
 * @param x - `[batch, time, channels]` with a time dimension of fixed size
 * @returns `[batch, floor((time - size) / stride) + 1, size * channels]`
 * @throws {GatecastError} `ERR_SHAPE`, `ERR_RANGE`
 * @example
 * const tokens = patch(input(['batch', 96, 1]), { size: 16, stride: 8 }) // [batch, 11, 16]
 */
export function patch<B extends Dim>(
  x: Value<[B, number, number]>,
  options: { size: number; stride: number },
): Value<[B, number, number]> {
  const { size, stride } = optionsOf('patch', options, { size: whole(1), stride: whole(1) }, ['size', 'stride'])
  return operate('patch', [x], { size, stride })[0] as Value<[B, number, number]>
}

/**
 * Repeats `x` along an axis. `times` is a number, or `'time'` if the axis has size 1.
 *
 * @param x - a value of any rank
 * @returns a value of the shape of `x`, with `times` times its size along the axis
 * @throws {GatecastError} `ERR_SHAPE`, `ERR_RANGE`
 * @example
 * const everyStep = repeat(input(['batch', 1, 4]), { axis: 1, times: 'time' }) // [batch, time, 4]
 */
export function repeat<S extends Shape, const A extends number, const N extends number | 'time'>(
  x: Value<S>,
  options: { axis: A; times: N },
): Value<WithAxis<S, A, N extends 'time' ? 'time' : number>> {
  const { axis, times } = optionsOf('repeat', options, { axis: whole(), times: unchecked }, ['axis', 'times'])
  return operate('repeat', [x], { axis, times })[0] as Value<WithAxis<S, A, N extends 'time' ? 'time' : number>>
}

/**
 * The last time step of each row. With `lengths` it is the last valid step, or zeros if a row has no valid step.
 *
 * @param x - `[batch, time, features]`
 * @returns `[batch, features]`
 * @throws {GatecastError} `ERR_SHAPE`
 * @example
 * const summary = last(gru(input(['batch', 'time', 8]), { hiddenSize: 32 }).output) // Value<['batch', 32]>
 */
export function last<B extends Dim, F extends Dim>(
  x: Value<[B, Dim, F]>,
  options: { lengths?: Value<[B], 'int32'> } = {},
): Value<[B, F]> {
  const { lengths = null } = optionsOf('last', options, { lengths: value })
  return operate('last', [x, lengths])[0] as Value<[B, F]>
}

/** Options of a reduction. */
export interface ReduceOptions<A extends number[], K extends boolean> {
  /** Numbers of the axes to reduce; default all. */
  axes?: A
  /** Whether the reduced axes stay, with size 1; default false. */
  keep?: K
}

type Reduce = <S extends Shape, const A extends number[] = [], K extends boolean = false>(
  x: Value<S>,
  options?: ReduceOptions<A, K>,
) => Value<A extends [] ? (K extends true ? Shape : []) : Reduced<S, A, K>>

const reduce =
  (kind: string): Reduce =>
  (x, options = {}) => {
    const { axes, keep } = optionsOf(kind, options, { axes: checkNumbers, keep: flag })
    return operate(kind, [x], { axes, keep })[0] as never
  }

/**
 * Mean over some axes or all.
 *
 * @throws {GatecastError} `ERR_SHAPE` if there is no such axis
 * @example
 * const level = mean(input(['batch', 24, 3]), { axes: [1], keep: true }) // Value<['batch', 1, 3]>
 */
export const mean: Reduce = reduce('mean')
/**
 * Sum over some axes or all.
 *
 * @throws {GatecastError} `ERR_SHAPE` if there is no such axis
 * @example
 * const total = sum(input(['batch', 24, 3]), { axes: [1] }) // Value<['batch', 3]>
 */
export const sum: Reduce = reduce('sum')

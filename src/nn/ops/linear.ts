import type { Dim } from '../../addon/index.ts'
import { checkWhole } from '../../base/check.ts'
import { type Checks, flag, group, optionsOf, text, whole } from '../../base/options/options.ts'
import { weight } from '../values/leaf_values.ts'
import { givenValue, lastSizeOf, value } from '../values/operands.ts'
import type { Init, Last, SameSize, Shape } from '../values/shape_types.ts'
import { operate, Scope, type Value } from '../values/value.ts'

/** Options of a dense layer. */
export interface LinearOptions {
  /** Whether a bias is added; default true. */
  bias?: boolean
  /** Weights of another layer to use instead of new ones: `[outputs, inputs]` and `[outputs]`. */
  weights?: { weight: Value<[number, number]>; bias?: Value<[number]> | null }
  /** First part of the names of the parameters; default `linear0`, `linear1`, ... */
  name?: string
}

const linearChecks: Checks<LinearOptions> = {
  bias: flag,
  weights: group({ weight: givenValue, bias: value }, ['weight']),
  name: text,
}

/**
 * A dense layer over the last dimension: y = x W^T + b. First weights as in PyTorch, uniform in ±1/sqrt(inputs).
 *
 * @param x - `[.., inputs]`
 * @param size - number of outputs
 * @returns `[.., size]`
 * @throws {GatecastError} `ERR_SHAPE` if the last dimension is not a fixed size; `ERR_TYPE`, `ERR_RANGE` naming the
 * option
 * @example
 * const y = linear(input(['batch', 8]), 24) // Value<['batch', 24]>
 */
export function linear<S extends [...Dim[], number], const N extends number>(
  x: Value<S>,
  size: N,
  options: LinearOptions = {},
): Value<[...Init<S>, N]> {
  const scope = new Scope('linear', optionsOf('linear', options, linearChecks).name)
  const inputs = lastSizeOf('linear', x)
  if (!options.weights) checkWhole('size of linear', size, 1)
  const bound = 1 / Math.sqrt(inputs)
  const { weight: w, bias } = options.weights ?? {
    weight: weight(scope, 'weight', [size, inputs], 'uniform', bound),
    bias: options.bias === false ? null : weight(scope, 'bias', [size], 'uniform', bound),
  }
  return operate('linear', [x, w, bias ?? null], {}, { scope })[0] as Value<[...Init<S>, N]>
}

type RowOf<S extends Shape, Transposed extends boolean> = Transposed extends true ? Last<S> : Last<Init<S>>
type ColumnOf<S extends Shape, Transposed extends boolean> = Transposed extends true ? Last<Init<S>> : Last<S>

/**
 * Matrix product of the last two dimensions.
 *
 * @param a - `[.., M, K]`
 * @param b - `[.., K, N]` with the leading dimensions of `a`, or `[K, N]`
 * @param options.transposeA - whether `a` is `[.., K, M]`; default false
 * @param options.transposeB - whether `b` is `[.., N, K]`; default false
 * @returns `[.., M, N]`
 * @throws {GatecastError} `ERR_SHAPE`; `ERR_TYPE`, `ERR_RANGE` naming the option
 * @example
 * const scores = matmul(input(['batch', 4, 8]), input(['batch', 6, 8]), { transposeB: true }) // Value<['batch', 4, 6]>
 */
export function matmul<A extends Shape, B extends Shape, TA extends boolean = false, TB extends boolean = false>(
  a: Value<A>,
  b: Value<B> & SameSize<ColumnOf<A, TA>, RowOf<B, TB>>,
  options: { transposeA?: TA; transposeB?: TB } = {},
): Value<[...Init<Init<A>>, RowOf<A, TA>, ColumnOf<B, TB>]> {
  const { transposeA, transposeB } = optionsOf('matmul', options, { transposeA: flag, transposeB: flag })
  return operate('matmul', [a, b], { transposeA, transposeB })[0] as Value<
    [...Init<Init<A>>, RowOf<A, TA>, ColumnOf<B, TB>]
  >
}

const embeddingChecks = { categories: whole(1), size: whole(1), table: value, name: text }

/**
 * Looks up a trained vector for each category. The table of vectors starts with standard normal numbers.
 *
 * @param ids - whole numbers from 0; with a number beyond the table the model fails with `ERR_RANGE` when it runs
 * @param options.categories - number of rows of the table
 * @param options.size - length of each vector
 * @param options.table - table of another embedding to use instead of a new one, `[categories, size]`
 * @returns `[.., size]`
 * @throws {GatecastError} `ERR_SHAPE`, `ERR_TYPE` if `ids` or the given table do not fit; `ERR_RANGE` naming the option
 * @example
 * const weekday = embedding(input(['batch', 'time'], { type: 'int32' }), { categories: 7, size: 3 })
 */
export function embedding<S extends Shape, const N extends number>(
  ids: Value<S, 'int32'>,
  options: { categories: number; size: N; table?: Value<[number, N]>; name?: string },
): Value<[...S, N]> {
  const sizes = options?.table ? [] : (['categories', 'size'] as const)
  const scope = new Scope('embedding', optionsOf('embedding', options, embeddingChecks, sizes).name)
  const table = options.table ?? weight(scope, 'weight', [options.categories, options.size], 'normal', 1)
  return operate('embedding', [ids, table], {}, { scope })[0] as Value<[...S, N]>
}

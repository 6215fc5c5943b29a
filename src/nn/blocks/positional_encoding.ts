import type { Dim } from '../../addon/index.ts'
import { GatecastError } from '../../base/error.ts'
import { type Checks, number, oneOf, optionsOf, text, whole } from '../../base/options/options.ts'
import { add, multiply } from '../ops/elementwise.ts'
import { constant, weight } from '../values/leaf_values.ts'
import { featuresOf } from '../values/operands.ts'
import { operate, Scope, type Value } from '../values/value.ts'

/** Options of a positional encoding. */
export interface PositionalEncodingOptions {
  /**
   * `sinusoidal` (default): sines and cosines of the position, for sequences of any length; `learned`: a trained vector
   * for each position.
   */
  kind?: 'sinusoidal' | 'learned'
  /** `learned`: the largest number of time steps; with more the model fails with `ERR_RANGE` when it runs. */
  longest?: number
  /** `learned`: first part of the name of the parameter; default `positionalEncoding0`, `positionalEncoding1`, ... */
  name?: string
}

const checks: Checks<PositionalEncodingOptions> = {
  kind: oneOf(['sinusoidal', 'learned']),
  longest: whole(1, 2 ** 31 - 1),
  name: text,
}

/** The base of the angles in both papers. */
const base = 10_000

/**
 * Adds a vector to each time step that tells its position, so that attention can use the order of the steps.
 *
 * @param x - `[batch, time, D]`; D is even for `sinusoidal`
 * @returns a value of the shape of `x`
 * @throws {GatecastError} `ERR_SHAPE` if `x` has no time dimension or D is odd; `ERR_RANGE`, `ERR_TYPE` naming the
 * option, also for `longest` without `learned` or `learned` without `longest`
 * @see Vaswani et al. 2017, section 3.5; learned vectors as in Gehring et al. 2017
 * @example
 * const x = linear(input(['batch', 'time', 3]), 32)
 * const y = transformerEncoder(positionalEncoding(x), { heads: 4 })
 */
export function positionalEncoding<B extends Dim, T extends Dim, D extends number>(
  x: Value<[B, T, D]>,
  options: PositionalEncodingOptions = {},
): Value<[B, T, D]> {
  const { kind = 'sinusoidal', longest, name } = optionsOf('positionalEncoding', options, checks)
  if ((kind === 'learned') !== (longest !== undefined))
    throw new GatecastError(
      'ERR_RANGE',
      kind === 'learned'
        ? "positionalEncoding: Expected longest, the largest number of time steps, for kind: 'learned', got none"
        : `positionalEncoding: Expected longest only with kind: 'learned', got ${longest} with ${kind}`,
    )
  const size = featuresOf('positionalEncoding', x)
  const encoding = longest === undefined ? sinusoidal(x, size) : learned(x, size, longest, name)
  return add(x as Value, encoding) as Value as Value<[B, T, D]>
}

/** sin(t base^(-2i / D)) and cos of the same angle in turn: the pair (0, 1), rotated by minus the angle. */
function sinusoidal(x: Value<[Dim, Dim, number]>, size: number): Value {
  if (size % 2 > 0)
    throw new GatecastError(
      'ERR_SHAPE',
      `positionalEncoding: Expected x with an even number of features, because sine and cosine are a pair, got ${size}. ` +
        'Use linear() to change it',
    )
  const pairs = (first: number, second: number) =>
    constant(
      [1, 1, size],
      Array.from({ length: size }, (_, i) => (i % 2 ? second : first)),
    )
  const everyStep = operate('repeat', [pairs(0, 1)], { axis: 1, times: x.shape[1] })[0]
  return multiply(operate('rotary', [everyStep], { base })[0] as Value, pairs(-1, 1)) as Value
}

function learned(x: Value<[Dim, Dim, number]>, size: number, longest: number, name: string | undefined): Value {
  const scope = new Scope('positionalEncoding', name)
  const table = weight(scope, 'weight', [longest, size], 'normal', 0.02)
  const [positions] = operate('positions', [x], { longest }, { scope })
  return operate('embedding', [positions, table], {}, { scope })[0] as Value
}

/**
 * Rotates pairs of features by angles that grow with the time step. The product of a rotated query and a rotated key
 * depends on the distance of their steps. `multiHeadAttention`, `transformerEncoder` and `transformerDecoder` do it for
 * queries and keys with `rotary: true`. Features 2i and 2i + 1 of a head are a pair; the angle of step t is
 * t base^(-2i / d) for heads of d features.
 *
 * @param x - `[batch, time, D]`
 * @param options.heads - number of heads; D is a multiple of twice this number; default 1
 * @param options.base - the base of the angles, above 0; default 10,000
 * @returns a value of the shape of `x`
 * @throws {GatecastError} `ERR_SHAPE` if D does not fit, `ERR_TYPE`, `ERR_RANGE` naming the option
 * @see Su et al. 2021, "RoFormer: Enhanced Transformer with Rotary Position Embedding"
 * @example
 * const x = input(['batch', 'time', 32])
 * const query = rotary(linear(x, 32), { heads: 4 })
 */
export function rotary<B extends Dim, T extends Dim, D extends number>(
  x: Value<[B, T, D]>,
  options: { heads?: number; base?: number } = {},
): Value<[B, T, D]> {
  const { heads = 1, base: own = base } = optionsOf('rotary', options, { heads: whole(1), base: number(0) })
  return operate('rotary', [x], { heads, base: own })[0] as Value<[B, T, D]>
}

import type { Dim } from '../../addon/index.ts'
import { type Checks, flag, number, optionsOf, whole } from '../../base/options/options.ts'
import { value as operand } from '../values/operands.ts'
import { operate, type Value } from '../values/value.ts'

/** Options of an attention. */
export interface AttentionOptions<B extends Dim> {
  /** Number of heads, a divisor of the last dimensions; default 1. */
  heads?: number
  /** Whether query t sees only the keys 0 to t; needs equal numbers of keys and queries. Default false. */
  causal?: boolean
  /** Number of valid keys of each row; default all. */
  lengths?: Value<[B], 'int32'>
  /** Factor that multiplies the scores; default 1/sqrt(size of a head). */
  scale?: number
}

const checks: Checks<AttentionOptions<Dim>> = { heads: whole(1), causal: flag, lengths: operand, scale: number() }

/**
 * Scaled dot-product attention. Each head has its own slice of the last dimension. It has no weights: make the
 * projections before and after it with `linear`. A query that sees no key gives zeros.
 *
 * @param query - `[batch, queries, D]`
 * @param key - `[batch, keys, D]`
 * @param value - `[batch, keys, E]`
 * @returns `[batch, queries, E]`
 * @throws {GatecastError} `ERR_SHAPE`, also if the heads do not divide D and E; `ERR_TYPE`, `ERR_RANGE` naming the
 * option
 * @see Vaswani et al. 2017
 * @example
 * const x = input(['batch', 'time', 32])
 * const y = attention(linear(x, 32), linear(x, 32), linear(x, 32), { heads: 4, causal: true })
 */
export function attention<B extends Dim, Q extends Dim, K extends Dim, D extends number, E extends number>(
  query: Value<[B, Q, D]>,
  key: Value<[B, K, NoInfer<D>]>,
  value: Value<[B, NoInfer<K>, E]>,
  options: AttentionOptions<B> = {},
): Value<[B, Q, E]> {
  const { heads = 1, causal, scale, lengths } = optionsOf('attention', options, checks)
  return operate('attention', [query, key, value, lengths ?? null], { heads, causal, scale })[0] as Value<[B, Q, E]>
}

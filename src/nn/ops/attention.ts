import type { Dim } from '../../addon/index.ts'
import { operate, type Value } from '../values/value.ts'

/** Which keys a query sees, and how. */
export interface AttentionOptions<B extends Dim> {
  /** Number of heads, which divides the last dimensions; default 1. */
  heads?: number
  /** Query t sees the keys 0 to t only; needs as many keys as queries. */
  causal?: boolean
  /** Number of valid keys of each row; all by default. */
  lengths?: Value<[B], 'int32'>
  /** Factor of the scores; default 1/sqrt(size of a head). */
  scale?: number
}

/**
 * Scaled dot-product attention, each head on its own slice of the last dimension. The projections before and after it
 * are `linear` layers. A query that sees no key gives zeros.
 *
 * @param query - `[batch, queries, D]`
 * @param key - `[batch, keys, D]`
 * @param value - `[batch, keys, E]`
 * @returns `[batch, queries, E]`
 * @throws {GatecastError} `ERR_SHAPE`, also where the heads do not divide D and E
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
  const { heads = 1, causal, scale } = options
  return operate('attention', [query, key, value, options.lengths], { heads, causal, scale })[0] as Value<[B, Q, E]>
}

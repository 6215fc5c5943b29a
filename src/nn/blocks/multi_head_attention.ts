import type { Dim } from '../../addon/index.ts'
import { type Checks, flag, optionsOf, text, whole } from '../../base/options/options.ts'
import { slice } from '../ops/shape.ts'
import { featuresOf, value as operand } from '../values/operands.ts'
import { operate, Scope, type Value } from '../values/value.ts'
import { Part, type Steps } from './part.ts'
import { rotary } from './positional_encoding.ts'

/** Options of multi-head attention. */
export interface MultiHeadAttentionOptions<B extends Dim = Dim> {
  /** Number of heads, a divisor of the width of the query. */
  heads: number
  /** Whether query t sees only the keys 0 to t; needs equal numbers of keys and queries. Default false. */
  causal?: boolean
  /** Number of valid keys of each row; default all. */
  lengths?: Value<[B], 'int32'>
  /** Whether the projections have biases; default true. */
  bias?: boolean
  /** Whether queries and keys are rotated by their positions, see {@link rotary}; default false. */
  rotary?: boolean
  /** First part of the names of the parameters; default `multiHeadAttention0`, `multiHeadAttention1`, ... */
  name?: string
}

const checks: Checks<MultiHeadAttentionOptions> = {
  heads: whole(1),
  causal: flag,
  lengths: operand,
  bias: flag,
  rotary: flag,
  name: text,
}

/**
 * Attention in several heads, with trained projections of queries, keys and values before it and of its result after
 * it: PyTorch's `nn.MultiheadAttention` with `batch_first`. The parameters have PyTorch's names: `in_proj_weight`,
 * `in_proj_bias`, `out_proj.weight`, `out_proj.bias`; with keys or values of another width than the queries
 * `q_proj_weight`, `k_proj_weight` and `v_proj_weight`. For self-attention give the same value three times.
 *
 * @param query - `[batch, queries, D]`
 * @param key - `[batch, keys, features]`
 * @param value - `[batch, keys, features]`
 * @returns `[batch, queries, D]`; a query that sees no key gives the bias of the last projection
 * @throws {GatecastError} `ERR_SHAPE` if the shapes do not fit or the heads do not divide D; `ERR_TYPE`, `ERR_RANGE`
 * naming the option
 * @see Vaswani et al. 2017, section 3.2.2
 * @example
 * const x = input(['batch', 'time', 32])
 * const y = multiHeadAttention(x, x, x, { heads: 4, causal: true }) // Value<['batch', 'time', 32]>
 */
export function multiHeadAttention<B extends Dim, Q extends Dim, K extends Dim, D extends number>(
  query: Value<[B, Q, D]>,
  key: Value<[B, K, number]>,
  value: Value<[B, NoInfer<K>, number]>,
  options: MultiHeadAttentionOptions<B>,
): Value<[B, Q, D]> {
  const given = optionsOf('multiHeadAttention', options, checks, ['heads'])
  const part = new Part(new Scope('multiHeadAttention', given.name))
  return attend(part, query, key, value, given) as Value<[B, Q, D]>
}

/** Multi-head attention as a part of a block. */
export function attend(
  part: Part,
  query: Steps,
  key: Steps,
  value: Steps,
  options: Omit<MultiHeadAttentionOptions, 'name'>,
): Steps {
  const { heads, causal, lengths = null, bias = true } = options
  const size = featuresOf('multiHeadAttention', query)
  let [q, k, v] = project(part, [query, key, value], size, bias)
  if (options.rotary) [q, k] = [rotary(q, { heads }), rotary(k, { heads })]
  const place = { scope: part.scope, role: part.role }
  const [mixed] = operate('attention', [q, k, v, lengths], { heads, causal }, place)
  const out = part.within('out_proj')
  const weight = out.weight('weight', [size, size], 'uniform', 1 / Math.sqrt(size))
  const shift = bias ? out.weight('bias', [size], 'zeros', 1) : null
  return operate('linear', [mixed, weight, shift], {}, { scope: part.scope, role: out.role })[0] as Steps
}

type Three = [Steps, Steps, Steps]

/** Queries, keys and values. Their first weights are uniform as PyTorch's, the first biases 0. */
function project(part: Part, inputs: Three, size: number, bias: boolean): Three {
  const widths = inputs.map((x) => featuresOf('multiHeadAttention', x))
  const packed = widths.every((width) => width === size)
  const xavier = (rows: number, columns: number) => Math.sqrt(6 / (rows + columns))
  const linear = (x: Steps, weight: Value, shift: Value | null) =>
    operate('linear', [x, weight, shift], {}, { scope: part.scope, role: part.role })[0] as Steps
  const rows = (x: Value<number[]>, i: number) => slice(x, { axis: 0, start: i * size, end: (i + 1) * size }) as Value
  const weight = packed ? part.weight('in_proj_weight', [3 * size, size], 'uniform', xavier(3 * size, size)) : null
  const own = ['q_proj_weight', 'k_proj_weight', 'v_proj_weight'].map((name, i) =>
    packed ? null : part.weight(name, [size, widths[i]], 'uniform', xavier(size, widths[i])),
  )
  const shift = bias ? part.weight('in_proj_bias', [3 * size], 'zeros', 1) : null
  // Self-attention needs one product for all three projections.
  if (weight && inputs.every((x) => x === inputs[0])) {
    const all = linear(inputs[0], weight, shift)
    return [0, 1, 2].map((i) => slice(all, { axis: 2, start: i * size, end: (i + 1) * size })) as unknown as Three
  }
  return inputs.map((x, i) =>
    linear(x, own[i] ?? rows(weight as Value<number[]>, i), shift && rows(shift, i)),
  ) as unknown as Three
}

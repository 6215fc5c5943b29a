import type { Tensor } from '../../addon/index.ts'
import type { CallOptions } from '../../base/abort.ts'
import { Turns } from '../../base/resources/turns.ts'
import { add, input, Model, matmul, multiply, reshape, softmax, transpose, type Value } from '../../nn/index.ts'
import { type NamedArray, namedArray } from '../subject/named_array.ts'
import type { Operation } from '../subject/operations.ts'

/** An attention op of a Program. */
export interface AttentionOp {
  readonly name: string
  readonly heads: number
  readonly causal: boolean
  readonly scale: number | undefined
  readonly query: number
  readonly key: number
  readonly lengths: number | null
}

/** Attention without a name is counted: `attention0`, `attention1`, ... */
export function attentionOps(operations: readonly Operation[]): AttentionOp[] {
  let unnamed = 0
  return operations
    .filter(({ kind }) => kind === 'attention')
    .map(({ name, attributes, inputs }) => ({
      name: /^attention\d+$/.test(name) ? `attention${unnamed++}` : name,
      heads: Number(attributes.heads ?? 1),
      causal: attributes.causal === true,
      scale: attributes.scale as number | undefined,
      query: inputs[0] as number,
      key: inputs[1] as number,
      lengths: inputs[3] ?? null,
    }))
}

/** The numbers of the values that the map of an op follows from. */
export const valuesForMap = ({ query, key, lengths }: AttentionOp): number[] =>
  [query, key, lengths].filter((value) => value !== null)

/** A score that the softmax turns into exactly 0. */
const unseen = -1e30

/** The weight of each key for each query and head, `[samples, heads, queries, keys]`. A key that is not seen has 0. */
export async function attentionMap(
  { name, heads, causal, scale, query, key, lengths }: AttentionOp,
  values: ReadonlyMap<number, Tensor>,
  call: CallOptions,
): Promise<NamedArray> {
  const q = values.get(query) as Tensor
  const k = values.get(key) as Tensor
  const [batch, queries, width] = q.shape
  const keys = k.shape[1]
  const valid = lengths === null ? null : (values.get(lengths) as Tensor).data
  const turns = new Turns(call.signal)
  const mask = new Float32Array(batch * queries * keys)
  for (let row = 0; row < batch; row++) {
    for (let t = 0; t < queries; t++) {
      const seen = Math.min(valid?.[row] ?? keys, causal ? t + 1 : keys)
      const start = (row * queries + t) * keys
      mask.fill(unseen, start + seen, start + keys)
      if (turns.isOver) await turns.next()
    }
  }
  const size = width / heads
  const split = (x: Value, steps: number) =>
    transpose(reshape(x, ['batch', steps, heads, size]), [0, 2, 1, 3]) as Value<['batch', number, number, number]>
  const inputs = {
    q: input(['batch', queries, width]),
    k: input(['batch', keys, width]),
    mask: input(['batch', 1, queries, keys]),
  }
  const products = matmul(split(inputs.q, queries), split(inputs.k, keys), { transposeB: true }) as Value
  const scores = add(multiply(products, scale ?? 1 / Math.sqrt(size)) as Value, inputs.mask as Value) as Value
  using model = new Model({ inputs, outputs: { weights: softmax(scores) } })
  const data = { q, k, mask: { shape: [batch, 1, queries, keys], data: mask } }
  const { weights } = await model.predict(data, { ...call, batchSize: 32 })
  const map = weights.data as Float32Array
  for (let row = 0; row < batch; row++) {
    if (valid === null || valid[row] > 0) continue
    map.fill(0, row * heads * queries * keys, (row + 1) * heads * queries * keys)
  }
  return namedArray(name, ['sample', 'head', 'query', 'key'], [batch, heads, queries, keys], map)
}

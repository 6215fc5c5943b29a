import {
  add,
  attention,
  crossEntropy,
  dropout,
  embedding,
  gelu,
  input,
  layerNorm,
  linear,
  Model,
  type Tensors,
  type Value,
} from '../../../nn/index.ts'

export interface WindowSettings {
  readonly hiddenSize: number
  readonly layers: number
  readonly heads: number
  readonly context: number
  readonly dropout: number
}

type Steps = Value<['batch', 'time', number]>

/**
 * A causal Transformer: each step reads itself and the steps before it in its window. Vectors of symbols and of positions
 * are added.
 *
 * Source: Vaswani et al. 2017, "Attention is all you need"; with layer normalisation before each block, as in Radford et
 * al. 2019, "Language models are unsupervised multitask learners".
 *
 * @param stored - weights of a file; default first weights
 */
export function windowNetwork(size: number, settings: WindowSettings, seed: number, stored?: Tensors): Model {
  const { hiddenSize, layers, context } = settings
  const ids = input(['batch', 'time'], { type: 'int32' })
  const positions = input(['batch', 'time'], { type: 'int32' })
  const targets = input(['batch', 'time'], { type: 'int32' })
  const mask = input(['batch', 'time'])
  let steps: Steps = add(
    embedding(ids, { categories: size + 1, size: hiddenSize }),
    embedding(positions, { categories: context, size: hiddenSize }),
  ) as Steps
  for (let layer = 0; layer < layers; layer++) steps = block(steps, settings)
  const logits = linear(layerNorm(steps), size)
  const inputs = { ids, positions, targets, mask }
  const config = { inputs, outputs: { logits }, loss: crossEntropy(logits, targets, { mask }), seed }
  return stored ? Model.of(config, stored) : new Model(config)
}

function block(x: Steps, { hiddenSize, heads, dropout: rate }: WindowSettings): Steps {
  const dropped = (steps: Steps): Steps => (rate > 0 ? dropout(steps, rate) : steps)
  const normal = layerNorm(x)
  const [query, key, value] = [0, 1, 2].map(() => linear(normal, hiddenSize))
  const seen = linear(attention(query, key, value, { heads, causal: true }), hiddenSize) as Steps
  const attended = add(x, dropped(seen)) as Steps
  const wide = gelu(linear(layerNorm(attended), 4 * hiddenSize))
  return add(attended, dropped(linear(wide, hiddenSize) as Steps)) as Steps
}

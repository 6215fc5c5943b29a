import { defined } from '../../base/defined.ts'
import { add, attention, dropout, gelu, layerNorm, linear } from '../../nn/index.ts'
import type { NetworkDesign } from './design.ts'
import { attentionPooling, meanPooling, type Steps, scoresOf, type TokenInputs } from './head.ts'

export interface TransformerSettings {
  readonly hiddenSize: number
  readonly layers: number
  readonly heads: number
  readonly dropout: number
}

/**
 * A Transformer over patches: each layer is attention and two dense layers, each added to its input after a layer
 * normalisation. The scores come from the mean of the tokens, and from their mean weighted by attention.
 *
 * Sources: patches as tokens, Nie et al. 2023 (PatchTST); normalisation before each part, Xiong et al. 2020.
 */
export const transformerDesign = (settings: TransformerSettings): NetworkDesign => ({
  scores(inputs, outputs) {
    const { hiddenSize, layers, dropout: rate } = settings
    let tokens = linear(inputs.x, hiddenSize) as Steps
    for (let layer = 0; layer < layers; layer++)
      tokens = block(dropped(tokens, layer === 0 ? 0 : rate), inputs, settings)
    const steps = layerNorm(tokens) as Steps
    const valid = inputs.valid as Steps
    return scoresOf([attentionPooling(steps, valid), meanPooling(steps, valid)], outputs, rate)
  },
  stream: null,
})

function block(
  tokens: Steps,
  { lengths }: TokenInputs,
  { hiddenSize, heads, dropout: rate }: TransformerSettings,
): Steps {
  const x = layerNorm(tokens) as Steps
  const part = () => linear(x, hiddenSize) as Steps
  const seen = attention(part(), part(), part(), { heads, ...defined({ lengths }) })
  const attended = add(tokens, dropped(linear(seen, hiddenSize) as Steps, rate)) as Steps
  const wide = gelu(linear(layerNorm(attended) as Steps, 2 * hiddenSize)) as Steps
  return add(attended, dropped(linear(wide, hiddenSize) as Steps, rate)) as Steps
}

const dropped = (x: Steps, rate: number): Steps => (rate > 0 ? (dropout(x, rate) as Steps) : x)

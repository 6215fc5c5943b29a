import { defined } from '../../base/defined.ts'
import { concat, dropout, gru, linear, lstm, rnn } from '../../nn/index.ts'
import type { NetworkDesign } from './design.ts'
import { attentionPooling, type Row, type Steps, scoresOf, stepScores, type TokenInputs } from './head.ts'

export interface RecurrentSettings {
  readonly hiddenSize: number
  readonly layers: number
  readonly bidirectional: boolean
  readonly dropout: number
}

/**
 * With more tokens than this, units begin with memories of all lengths up to that of the sequences: gates that start half
 * open forget the first tokens. Few short sequences are learned worse with it.
 */
const long = 200

export type Cell = 'lstm' | 'gru' | 'rnn'

/**
 * Recurrent layers over the tokens, in both directions or forwards only. The scores come from a mean of all steps,
 * weighted by attention, and from the last state of each direction.
 *
 * Sources: Schuster and Paliwal 1997 (both directions); recurrent weights start orthogonal, Saxe et al. 2014; the bias
 * of the forget gate at 1, Jozefowicz et al. 2015; memories as long as the sequences, Tallec and Ollivier 2018.
 */
export const recurrentDesign = (cell: Cell, settings: RecurrentSettings): NetworkDesign => ({
  scores: (inputs, outputs) => scoresOf(recurrentParts(cell, inputs, settings), outputs, settings.dropout),
  // Attention pooling is a weighted mean, and the layer after it is linear. So a stream needs only the scores of each
  // step and their weight, and adds them up itself.
  stream: settings.bidirectional
    ? null
    : (inputs, outputs) => {
        const { steps } = layersOf(cell, inputs, settings)
        return {
          attention: stepScores(steps),
          pooled: linear(steps, outputs, { name: 'scores0' }),
          last: linear(steps, outputs, { name: 'scores1', bias: false }),
        }
      },
})

/** The mean of the steps, weighted by attention, and the last states. */
export function recurrentParts(cell: Cell, inputs: TokenInputs, settings: RecurrentSettings): [Row, Row] {
  const { steps, states } = layersOf(cell, inputs, settings)
  return [attentionPooling(steps, inputs.valid as Steps), states]
}

function layersOf(
  cell: Cell,
  { x, lengths, typical }: TokenInputs,
  settings: RecurrentSettings,
): { steps: Steps; states: Row } {
  const { hiddenSize, layers, bidirectional, dropout: rate } = settings
  const run = (steps: Steps, name: string, reverse: boolean) => {
    const options = { hiddenSize, reverse, name, recurrentInitial: 'orthogonal', ...defined({ lengths }) } as const
    if (cell === 'rnn') return rnn(steps, options)
    const memory = typical > long ? { memory: typical } : {}
    return cell === 'lstm'
      ? lstm(steps, { ...options, forgetBias: 1, ...memory })
      : gru(steps, { ...options, ...memory })
  }
  let steps = x as Steps
  for (let layer = 0; ; layer++) {
    const forwards = run(steps, `${cell}${layer}`, false)
    const backwards = bidirectional ? run(steps, `${cell}${layer}Reverse`, true) : null
    steps = (backwards ? concat([forwards.output, backwards.output], 2) : forwards.output) as Steps
    if (layer + 1 < layers) {
      if (rate > 0) steps = dropout(steps, rate)
      continue
    }
    const states = backwards ? concat([forwards.hidden, backwards.hidden], 1) : forwards.hidden
    return { steps, states: states as Row }
  }
}

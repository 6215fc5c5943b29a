import { dropout, gru, lstm, rnn } from '../../nn/index.ts'
import type { Row, Sequence } from './sequence.ts'

/** A recurrent cell by name: Elman's, that of Hochreiter and Schmidhuber, that of Cho et al. */
export type Cell = 'rnn' | 'lstm' | 'gru'

/** What a layer hands on in time. */
export interface State {
  hidden: Row
  cell?: Row
}

export interface StackOptions {
  cell: Cell
  hiddenSize: number
  layers: number
  /** Between layers, and on the output, while training. */
  dropout: number
  /** First states, one for each layer; zeros by default. */
  initial?: readonly State[]
}

/** Recurrent layers one above the other, with their last states. */
export function recurrent(
  x: Sequence,
  { cell, hiddenSize, layers, dropout: rate, initial }: StackOptions,
): { output: Sequence; states: State[] } {
  const states: State[] = []
  let output = x
  for (let layer = 0; layer < layers; layer++) {
    const values = layerOf(cell, output, hiddenSize, initial?.[layer])
    states.push(values.state)
    output = rate > 0 ? dropout(values.output, rate) : values.output
  }
  return { output, states }
}

function layerOf(cell: Cell, x: Sequence, hiddenSize: number, initial: State | undefined) {
  if (cell === 'lstm') {
    // At first an LSTM that remembers: Jozefowicz, Zaremba, Sutskever 2015.
    const { output, hidden, cell } = lstm(x, { hiddenSize, forgetBias: 1, ...(initial && { initial }) })
    return { output: output as Sequence, state: { hidden, cell } }
  }
  const run = cell === 'gru' ? gru : rnn
  const { output, hidden } = run(x, { hiddenSize, ...(initial && { initial: { hidden: initial.hidden } }) })
  return { output: output as Sequence, state: { hidden } }
}

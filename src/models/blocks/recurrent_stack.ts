import { defined } from '../../base/defined.ts'
import { dropout, gru, lstm, minGru, rnn, sLstm } from '../../nn/index.ts'
import type { Row, Sequence } from './sequence.ts'

/**
 * The name of a recurrent cell. Sources: Elman 1990; Hochreiter and Schmidhuber 1997; Cho et al. 2014; Feng et al. 2024;
 * Beck et al. 2024.
 */
export type Cell = 'rnn' | 'lstm' | 'gru' | 'minGru' | 'sLstm'

/** The state of a layer after a time step. */
export interface State {
  hidden: Row
  cell?: Row
  normaliser?: Row
  stabiliser?: Row
}

export interface StackOptions {
  cell: Cell
  hiddenSize: number
  layers: number
  /** Share of dropout between layers and on the output while training. */
  dropout: number
  /** First states, one for each layer; zeros by default. */
  initial?: readonly State[]
}

/** Four heads, as in xLSTM, or fewer if four do not divide the units. */
export const headsFor = (hiddenSize: number): number => [4, 2, 1].find((heads) => hiddenSize % heads === 0) as number

/** The longest memory in steps that units of minGRU begin with, for sequences of any length. */
const usualMemory = 100

/** Stacked recurrent layers: the output of the last layer, and the last state of each layer. */
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
    // With a forget bias of 1 a new LSTM keeps its state: Jozefowicz, Zaremba, Sutskever 2015.
    const { output, hidden, cell } = lstm(x, { hiddenSize, forgetBias: 1, ...defined({ initial }) })
    return { output: output as Sequence, state: { hidden, cell } }
  }
  if (cell === 'sLstm') {
    const heads = headsFor(hiddenSize)
    const { output, ...state } = sLstm(x, { hiddenSize, heads, ...defined({ initial }) })
    return { output: output as Sequence, state }
  }
  if (cell === 'minGru') {
    const steps = x.shape[1]
    const memory = typeof steps === 'number' ? steps : usualMemory
    const { output, hidden } = minGru(x, { hiddenSize, memory, initial: defined({ hidden: initial?.hidden }) })
    return { output: output as Sequence, state: { hidden } }
  }
  const run = cell === 'gru' ? gru : rnn
  const { output, hidden } = run(x, { hiddenSize, initial: defined({ hidden: initial?.hidden }) })
  return { output: output as Sequence, state: { hidden } }
}

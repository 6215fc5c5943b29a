// What is measured: one line more here is one case more.

export type Cell = 'lstm' | 'gru' | 'rnn'

export interface RecurrentCase {
  cell: Cell
  input: number
  hidden: number
  batch: number
  time: number
  layers: number
  bidirectional: boolean
}

type Shape = [input: number, hidden: number, batch: number, time: number, layers: number, bidirectional?: 'both ways']

/** Every cell runs on these, both passes; targets speak of the first four. */
const shapes: Shape[] = [
  [8, 64, 32, 96, 1],
  [8, 128, 64, 168, 2],
  [64, 256, 64, 96, 1],
  [64, 512, 128, 96, 1],
  [1, 32, 32, 168, 1],
  [13, 100, 48, 50, 1],
  [8, 64, 1, 96, 1],
  [8, 64, 32, 96, 1, 'both ways'],
  [7, 200, 30, 60, 2],
]

const mainShapes = 4

const expand = (cell: Cell, [input, hidden, batch, time, layers, both]: Shape): RecurrentCase => ({
  cell,
  input,
  hidden,
  batch,
  time,
  layers,
  bidirectional: both !== undefined,
})

export const recurrentCases = (quick: boolean): RecurrentCase[] =>
  (['lstm', 'gru', 'rnn'] as const).flatMap((cell) =>
    (quick ? shapes.slice(0, mainShapes) : shapes).map((shape) => expand(cell, shape)),
  )

/** In bf16 from H = 128 up: below that nothing is promised. */
export const bf16Cases = (): RecurrentCase[] =>
  (['lstm', 'gru', 'rnn'] as const).flatMap((cell) => shapes.slice(1, mainShapes).map((shape) => expand(cell, shape)))

/** One LSTM that steps, trains, and is compared with tfjs. */
export const smallLstm: RecurrentCase = expand('lstm', shapes[0])

export const nameOf = ({ cell, input, hidden, batch, time, layers, bidirectional }: RecurrentCase): string =>
  `${cell} ${input}, ${hidden}, ${batch}, ${time}, ${layers}${bidirectional ? ' both ways' : ''}`

/** 2 x gates x H x (I + H) for each cell, forward. */
export function operations({ cell, input, hidden, batch, time, layers, bidirectional }: RecurrentCase): number {
  const gates = { lstm: 4, gru: 3, rnn: 1 }[cell]
  const directions = bidirectional ? 2 : 1
  const inner = input + hidden + (layers - 1) * (directions * hidden + hidden)
  return 2 * gates * hidden * inner * batch * time * directions
}

/** Products x W, [rows, size] x [size, size]. */
export const gemmCases: { rows: number; size: number }[] = [
  { rows: 64, size: 64 },
  { rows: 128, size: 128 },
  { rows: 256, size: 256 },
  { rows: 512, size: 512 },
  { rows: 1024, size: 1024 },
  { rows: 1000, size: 500 },
  { rows: 32, size: 512 },
]

/** As a patch Transformer has them: batch times channels, heads, tokens, size of a head. */
export const attentionCases: { batch: number; heads: number; tokens: number; size: number }[] = [
  { batch: 448, heads: 16, tokens: 42, size: 8 },
  { batch: 64, heads: 8, tokens: 336, size: 16 },
]

/** Time steps, at batch 8, and batches, at 96 steps. */
export const longCases = {
  time: [100, 1000, 10_000],
  batch: [8, 32, 128, 512],
}

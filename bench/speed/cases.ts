// The cases that are measured. A new line here is a new case.

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

/** Sizes for every kind of cell and both passes. Targets are about the first four. */
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

/** Sizes for bf16, from H = 128 on: there is no target below. */
export const bf16Cases = (): RecurrentCase[] =>
  (['lstm', 'gru', 'rnn'] as const).flatMap((cell) => shapes.slice(1, mainShapes).map((shape) => expand(cell, shape)))

/** The LSTM that is measured in steps, in training, and against tfjs. */
export const smallLstm: RecurrentCase = expand('lstm', shapes[0])

export const nameOf = ({ cell, input, hidden, batch, time, layers, bidirectional }: RecurrentCase): string =>
  `${cell} ${input}, ${hidden}, ${batch}, ${time}, ${layers}${bidirectional ? ' both ways' : ''}`

/** Floating-point operations of the forward pass: 2 x gates x H x (I + H) for each cell. */
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

/** Sizes of a patch Transformer: batch times channels, heads, tokens, size of a head. */
export const attentionCases: { batch: number; heads: number; tokens: number; size: number }[] = [
  { batch: 448, heads: 16, tokens: 42, size: 8 },
  { batch: 64, heads: 8, tokens: 336, size: 16 },
]

/** Numbers of time steps for a batch of 8, and batch sizes for 96 steps. */
export const longCases = {
  time: [100, 1000, 10_000],
  batch: [8, 32, 128, 512],
}

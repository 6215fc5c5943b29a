import { attention } from './attention.ts'
import { elementwise } from './elementwise.ts'
import { conv1d, embedding, linear, matmul } from './linear.ts'
import { losses } from './losses.ts'
import { dropout, layerNorm, softmax } from './normalising.ts'
import { gru, lstm, rnn, scan, sLstm, smoothing } from './recurrent.ts'
import { shape } from './shape.ts'
import type { Reference } from './types.ts'

/** The numbers of the attribute `values`. */
const constant: Reference = (_, { shape, values }) => [
  { shape: shape as number[], data: Float64Array.from(values as number[]) },
]

/** The references of all ops except `input` and `parameter`, by kind, in plain double precision. */
export const reference: Readonly<Record<string, Reference>> = {
  constant,
  rnn,
  lstm,
  gru,
  scan,
  sLstm,
  smoothing,
  linear,
  matmul,
  embedding,
  attention,
  conv1d,
  layerNorm,
  softmax,
  dropout,
  ...elementwise,
  ...shape,
  ...losses,
}

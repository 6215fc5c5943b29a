import type { Lowering } from '../program/call.ts'
import { conv1d, embedding, linear, matmul } from './algebra.ts'
import { attention } from './attention.ts'
import { binary, gelu, silu, unary } from './elementwise.ts'
import { dropout, layerNorm, softmax } from './normalising.ts'
import { positions, rotary } from './places.ts'
import { recurrent } from './recurrent.ts'
import { scan, sLstm, smoothing } from './scans.ts'
import { concat, last, patch, reduce, repeat, reshape, slice, transpose } from './shape.ts'

/** How each op becomes nodes of ONNX. The sources (`input`, `parameter`, `constant`) are not among them. */
export const lowerings: Readonly<Record<string, Lowering>> = {
  ...{ rnn: recurrent, lstm: recurrent, gru: recurrent, sLstm, scan, smoothing },
  ...{ linear, matmul, embedding, attention, conv1d, layerNorm, softmax, dropout },
  ...{ add: binary('Add'), subtract: binary('Sub'), multiply: binary('Mul'), divide: binary('Div') },
  ...{ tanh: unary('Tanh'), sigmoid: unary('Sigmoid'), relu: unary('Relu'), softplus: unary('Softplus') },
  ...{ exp: unary('Exp'), log: unary('Log'), gelu, silu },
  ...{ concat, slice, reshape, transpose, patch, repeat, positions, rotary, last },
  ...{ mean: reduce('ReduceMean'), sum: reduce('ReduceSum') },
}

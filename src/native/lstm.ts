import {
  type BackwardPass,
  backwardPass,
  type ForwardPass,
  forwardPass,
  type SyncPass,
  syncPass,
} from './run/passes.ts'
import {
  type RecurrentArrays,
  type RecurrentOptions,
  type RecurrentResults,
  recurrentTask,
} from './run/recurrent_task.ts'

/** Arrays of an LSTM. G is 4: gates i, f, g, o. */
export interface LstmArrays extends RecurrentArrays {
  /** First cell state `[batch, H]`; zeros if absent. */
  cell?: Float32Array
}

/** Sizes and direction of an LSTM. */
export type LstmOptions = RecurrentOptions<'output' | 'hidden' | 'cell'>

/** Results of an LSTM. */
export interface LstmResults extends RecurrentResults {
  /** Cell state after the last valid step, `[batch, H]`. */
  cell: Float32Array
}

const task = (arrays: LstmArrays, options: LstmOptions) => recurrentTask('lstm', 4, ['hidden', 'cell'], arrays, options)

/**
 * Long short-term memory over all time steps.
 *
 * @returns `output` `[batch, time, H]`, final `hidden` and `cell` `[batch, H]`; with `save`, also `saved`
 * @throws {GatecastError} `ERR_SHAPE` for an array of another length, `ERR_RANGE` for lengths beyond the time
 * dimension, `ERR_TYPE`, `ERR_DATA`, `ERR_MEMORY`, `ABORT_ERR`
 * @see Hochreiter and Schmidhuber 1997; layouts and gates i, f, g, o as `torch.nn.LSTM` with `batch_first`
 * @example
 * const sizes = { batch: 32, time: 96, inputSize: 8, hiddenSize: 64 }
 * const weights = { weight_ih: new Float32Array(4 * 64 * 8), weight_hh: new Float32Array(4 * 64 * 64) }
 * const x = new Float32Array(32 * 96 * 8)
 * const { output, saved } = await lstmForward({ x, ...weights }, { ...sizes, save: true })
 */
export const lstmForward: ForwardPass<'lstm', LstmArrays, LstmOptions, LstmResults> = forwardPass('lstm', task)

/**
 * The same as {@link lstmForward} on the calling thread, for one or a few time steps.
 *
 * @throws {GatecastError} as `lstmForward`
 * @example
 * const sizes = { batch: 1, time: 1, inputSize: 2, hiddenSize: 4 }
 * const weights = { weight_ih: new Float32Array(4 * 4 * 2), weight_hh: new Float32Array(4 * 4 * 4) }
 * const { hidden, cell } = lstmForwardSync({ ...weights, x: Float32Array.of(1, 2) }, sizes)
 * const second = lstmForwardSync({ ...weights, hidden, cell, x: Float32Array.of(3, 4) }, sizes)
 */
export const lstmForwardSync: SyncPass<LstmArrays, LstmOptions, LstmResults> = syncPass(task)

/**
 * Computes the gradients by input, weights, biases and first states, each in the layout of its array.
 *
 * @throws {GatecastError} `ERR_DISPOSED` if `saved` is already used, `ERR_SHAPE`, `ERR_TYPE`, `ERR_DATA`, `ABORT_ERR`
 * @example
 * const sizes = { batch: 1, time: 3, inputSize: 2, hiddenSize: 4 }
 * const weights = { weight_ih: new Float32Array(4 * 4 * 2), weight_hh: new Float32Array(4 * 4 * 4) }
 * const { output, saved } = await lstmForward({ ...weights, x: new Float32Array(6) }, { ...sizes, save: true })
 * const { x: dx, weight_ih, weight_hh } = await lstmBackward(saved, { output }) // of the loss sum(output^2) / 2
 */
export const lstmBackward: BackwardPass<'lstm', LstmArrays, LstmResults> = backwardPass('lstm')

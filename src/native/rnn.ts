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

/** Arrays of a plain recurrent network. G is 1. */
export interface RnnArrays extends RecurrentArrays {}

/** Sizes, direction and form of a plain recurrent network. */
export interface RnnOptions extends RecurrentOptions<'output' | 'hidden'> {
  /** The activation; default `'tanh'`. */
  nonlinearity?: 'tanh' | 'relu'
}

const task = (arrays: RnnArrays, options: RnnOptions) =>
  recurrentTask('rnn', 1, ['hidden'], arrays, options, { nonlinearity: options?.nonlinearity ?? 'tanh' })

/**
 * A plain recurrent network over all time steps: h = tanh(W x + b_ih + R h + b_hh), or relu.
 *
 * @returns `output` `[batch, time, H]` and the final `hidden` `[batch, H]`; with `save`, also `saved`
 * @throws {GatecastError} `ERR_SHAPE` for an array of another length, `ERR_RANGE` for lengths beyond the time
 * dimension, `ERR_TYPE`, `ERR_DATA`, `ERR_MEMORY`, `ABORT_ERR`
 * @see Elman 1990; layouts as `torch.nn.RNN` with `batch_first`
 * @example
 * const sizes = { batch: 32, time: 96, inputSize: 8, hiddenSize: 64 }
 * const weights = { weight_ih: new Float32Array(64 * 8), weight_hh: new Float32Array(64 * 64) }
 * const x = new Float32Array(32 * 96 * 8)
 * const { hidden } = await rnnForward({ x, ...weights }, { ...sizes, nonlinearity: 'relu' })
 */
export const rnnForward: ForwardPass<'rnn', RnnArrays, RnnOptions, RecurrentResults> = forwardPass('rnn', task)

/**
 * The same as {@link rnnForward} on the calling thread, for one or a few time steps.
 *
 * @throws {GatecastError} as `rnnForward`
 * @example
 * const sizes = { batch: 1, time: 1, inputSize: 2, hiddenSize: 4 }
 * const weights = { weight_ih: new Float32Array(4 * 2), weight_hh: new Float32Array(4 * 4) }
 * const first = rnnForwardSync({ ...weights, x: Float32Array.of(1, 2) }, sizes)
 * const second = rnnForwardSync({ ...weights, hidden: first.hidden, x: Float32Array.of(3, 4) }, sizes)
 */
export const rnnForwardSync: SyncPass<RnnArrays, RnnOptions, RecurrentResults> = syncPass(task)

/**
 * Computes the gradients by input, weights, biases and first state, each in the layout of its array.
 *
 * @throws {GatecastError} `ERR_DISPOSED` if `saved` is already used, `ERR_SHAPE`, `ERR_TYPE`, `ERR_DATA`, `ABORT_ERR`
 * @example
 * const sizes = { batch: 1, time: 3, inputSize: 2, hiddenSize: 4 }
 * const weights = { weight_ih: new Float32Array(4 * 2), weight_hh: new Float32Array(4 * 4) }
 * const { output, saved } = await rnnForward({ ...weights, x: new Float32Array(6) }, { ...sizes, save: true })
 * const { x: dx, weight_ih, weight_hh } = await rnnBackward(saved, { output }) // of the loss sum(output^2) / 2
 */
export const rnnBackward: BackwardPass<'rnn', RnnArrays, RecurrentResults> = backwardPass('rnn')

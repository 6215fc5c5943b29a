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

/** Arrays of a GRU. G is 3: gates r, z, n. */
export interface GruArrays extends RecurrentArrays {}

/** Sizes, direction and form of a GRU. */
export interface GruOptions extends RecurrentOptions<'output' | 'hidden'> {
  /**
   * Whether the reset gate acts after the recurrent product (default, as in PyTorch) or before it (Cho et al. 2014).
   */
  reset?: 'after' | 'before'
}

const task = (arrays: GruArrays, options: GruOptions) =>
  recurrentTask('gru', 3, ['hidden'], arrays, options, { reset: options?.reset ?? 'after' })

/**
 * Gated recurrent unit over all time steps.
 *
 * @returns `output` `[batch, time, H]` and the final `hidden` `[batch, H]`; with `save`, also `saved`
 * @throws {GatecastError} `ERR_SHAPE` for an array of another length, `ERR_RANGE` for lengths beyond the time
 * dimension, `ERR_TYPE`, `ERR_DATA`, `ERR_MEMORY`, `ABORT_ERR`
 * @see Cho et al. 2014; layouts and gates r, z, n as `torch.nn.GRU` with `batch_first`
 * @example
 * const sizes = { batch: 32, time: 96, inputSize: 8, hiddenSize: 64 }
 * const weights = { weight_ih: new Float32Array(3 * 64 * 8), weight_hh: new Float32Array(3 * 64 * 64) }
 * const x = new Float32Array(32 * 96 * 8)
 * const { output } = await gruForward({ x, ...weights }, { ...sizes, reset: 'before' })
 */
export const gruForward: ForwardPass<'gru', GruArrays, GruOptions, RecurrentResults> = forwardPass('gru', task)

/**
 * The same as {@link gruForward} on the calling thread, for one or a few time steps.
 *
 * @throws {GatecastError} as `gruForward`
 * @example
 * const sizes = { batch: 1, time: 1, inputSize: 2, hiddenSize: 4 }
 * const weights = { weight_ih: new Float32Array(3 * 4 * 2), weight_hh: new Float32Array(3 * 4 * 4) }
 * const first = gruForwardSync({ ...weights, x: Float32Array.of(1, 2) }, sizes)
 * const second = gruForwardSync({ ...weights, hidden: first.hidden, x: Float32Array.of(3, 4) }, sizes)
 */
export const gruForwardSync: SyncPass<GruArrays, GruOptions, RecurrentResults> = syncPass(task)

/**
 * Computes the gradients by input, weights, biases and first state, each in the layout of its array.
 *
 * @throws {GatecastError} `ERR_DISPOSED` if `saved` is already used, `ERR_SHAPE`, `ERR_TYPE`, `ERR_DATA`, `ABORT_ERR`
 * @example
 * const sizes = { batch: 1, time: 3, inputSize: 2, hiddenSize: 4 }
 * const weights = { weight_ih: new Float32Array(3 * 4 * 2), weight_hh: new Float32Array(3 * 4 * 4) }
 * const { output, saved } = await gruForward({ ...weights, x: new Float32Array(6) }, { ...sizes, save: true })
 * const { x: dx, weight_ih, weight_hh } = await gruBackward(saved, { output }) // of the loss sum(output^2) / 2
 */
export const gruBackward: BackwardPass<'gru', GruArrays, RecurrentResults> = backwardPass('gru')

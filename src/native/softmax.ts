import type { CallOptions } from '../base/abort.ts'
import { checkKernelOptions, type OutOption, type Sizes } from './kernel_options.ts'
import { run, runBoth, runSync } from './run/run_task.ts'
import { makeTask, type Task } from './run/task.ts'

/** Number of rows, and number of elements of each row. */
export interface RowOptions extends Sizes<'rows' | 'columns'>, OutOption {}

/**
 * Computes exp(x) / sum of exp(x) over each row, on the threads of the library. An element of -Infinity gives 0; a row
 * of nothing else gives zeros.
 *
 * @param x - `[rows, columns]`
 * @returns `[rows, columns]`: `options.out`, which may be `x`, or a new array
 * @throws {GatecastError} `ERR_SHAPE`, `ERR_TYPE`, `ERR_RANGE`, `ERR_DATA`, `ABORT_ERR`
 * @example
 * const shares = await softmax(new Float32Array(64 * 1000), { rows: 64, columns: 1000 })
 */
export async function softmax(x: Float32Array, options: RowOptions & CallOptions): Promise<Float32Array> {
  return (await run(task(x, options), { ...options, out: { out: options.out } })).out
}

/**
 * The same as {@link softmax} on the calling thread, for arrays of up to a few thousand elements.
 *
 * @param x - `[rows, columns]`
 * @returns `[rows, columns]`: `options.out` or a new array
 * @throws {GatecastError} as `softmax`
 * @example
 * const shares = softmaxSync(Float32Array.of(1, 1), { rows: 1, columns: 2 })
 * shares[0] // 0.5
 */
export function softmaxSync(x: Float32Array, options: RowOptions): Float32Array {
  return runSync(task(x, options), { ...options, out: { out: options.out } }).out
}

/**
 * Computes dx = y (dy - sum of dy y) over each row, with y = softmax(x).
 *
 * @param dy - dLoss/dy, `[rows, columns]`
 * @param x - the input of the forward pass
 * @returns `[rows, columns]`: `options.out` or a new array
 * @throws {GatecastError} as `softmax`
 * @example
 * const [scores, dShares] = [Float32Array.of(1, 2), Float32Array.of(0, 1)]
 * const dScores = await softmaxBackward(scores, dShares, { rows: 1, columns: 2 })
 */
export async function softmaxBackward(
  x: Float32Array,
  dy: Float32Array,
  options: RowOptions & CallOptions,
): Promise<Float32Array> {
  return (await runBoth(task(x, options), { out: dy }, { ...options, out: { x: options.out } })).x
}

function task(x: Float32Array, options: RowOptions): Task {
  checkKernelOptions(options, ['rows', 'columns'])
  return makeTask({ kind: 'softmax', shapes: { x: [options.rows, options.columns] }, arrays: { x }, outputs: ['out'] })
}

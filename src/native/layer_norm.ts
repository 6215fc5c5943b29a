import type { CallOptions } from '../base/abort.ts'
import { checkKnown } from '../base/check.ts'
import { type BackwardOptions, checkKernelOptions, type OutOption, type Sizes } from './kernel_options.ts'
import { type Gradients, run, runBoth, runSync } from './run/run_task.ts'
import { makeTask, type Task } from './run/task.ts'

/** Arrays of a layer normalisation. */
export interface LayerNormArrays {
  /** `[rows, columns]` */
  x: Float32Array
  /** Factor of each column, `[columns]`; 1 if absent. */
  gain?: Float32Array
  /** Number that is added to each column, `[columns]`; 0 if absent. */
  shift?: Float32Array
}

/** Sizes of a layer normalisation, and the constant that is added to the variance. */
export interface LayerNormOptions extends Sizes<'rows' | 'columns'> {
  /** Added to the variance; default 1e-5. */
  epsilon?: number
}

/**
 * Computes (x - mean) / sqrt(variance + epsilon) * gain + shift over each row, on the threads of the library.
 *
 * @param arrays - rows, and optionally gain and shift
 * @returns `[rows, columns]`: `options.out`, which may be `x`, or a new array
 * @throws {GatecastError} `ERR_SHAPE`, `ERR_TYPE`, `ERR_RANGE`, `ERR_DATA`, `ABORT_ERR`
 * @see Ba, Kiros and Hinton 2016
 * @example
 * const [x, gain, shift] = [64 * 512, 512, 512].map((size) => new Float32Array(size).fill(1))
 * const y = await layerNorm({ x, gain, shift }, { rows: 64, columns: 512 })
 */
export async function layerNorm(
  arrays: LayerNormArrays,
  options: LayerNormOptions & OutOption & CallOptions,
): Promise<Float32Array> {
  return (await run(task(arrays, options), { ...options, out: { out: options.out } })).out
}

/**
 * The same as {@link layerNorm} on the calling thread, for arrays of up to a few thousand elements.
 *
 * @param arrays - rows, and optionally gain and shift
 * @returns `[rows, columns]`: `options.out` or a new array
 * @throws {GatecastError} as `layerNorm`
 * @example
 * const y = layerNormSync({ x: Float32Array.of(1, 2, 3) }, { rows: 1, columns: 3 })
 */
export function layerNormSync(arrays: LayerNormArrays, options: LayerNormOptions & OutOption): Float32Array {
  return runSync(task(arrays, options), { ...options, out: { out: options.out } }).out
}

/**
 * Computes the gradients by the arrays of {@link layerNorm}.
 *
 * @param dy - dLoss/dy, `[rows, columns]`
 * @param arrays - the arrays of the forward pass
 * @returns `x` `[rows, columns]`, and `gain` and `shift` `[columns]` if `arrays` has them
 * @throws {GatecastError} as `layerNorm`
 * @example
 * const [x, gain, dy] = [64 * 512, 512, 64 * 512].map((size) => new Float32Array(size).fill(1))
 * const { x: dx, gain: dGain } = await layerNormBackward({ x, gain }, dy, { rows: 64, columns: 512 })
 */
export async function layerNormBackward<A extends LayerNormArrays>(
  arrays: A,
  dy: Float32Array,
  options: LayerNormOptions & BackwardOptions<keyof LayerNormArrays>,
): Promise<Gradients<A>> {
  return (await runBoth(task(arrays, options), { out: dy }, options)) as Gradients<A>
}

function task(arrays: LayerNormArrays, options: LayerNormOptions): Task {
  checkKernelOptions(options, ['rows', 'columns'], ['epsilon'])
  checkKnown('the arrays', arrays, ['x', 'gain', 'shift'])
  const { rows, columns, epsilon } = options
  const shapes = { x: [rows, columns], gain: [columns], shift: [columns] }
  return makeTask({
    kind: 'layerNorm',
    shapes,
    optional: ['gain', 'shift'],
    arrays: { ...arrays },
    attributes: { epsilon },
    outputs: ['out'],
  })
}

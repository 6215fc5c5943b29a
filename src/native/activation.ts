import type { CallOptions } from '../base/abort.ts'
import { checkChoice } from '../base/check.ts'
import { checkKernelOptions, type OutOption } from './kernel_options.ts'
import { run, runBoth, runSync } from './run/run_task.ts'
import { makeTask, type Task } from './run/task.ts'

/**
 * Names of activations. `gelu` is the exact form, x times the standard normal distribution function; `silu` is x
 * sigmoid(x).
 */
export type Activation = 'tanh' | 'sigmoid' | 'relu' | 'gelu' | 'silu' | 'softplus' | 'exp' | 'log'
const activations: readonly Activation[] = ['tanh', 'sigmoid', 'relu', 'gelu', 'silu', 'softplus', 'exp', 'log']

/**
 * Applies a function to every element, on the threads of the library.
 *
 * @param x - any number of elements
 * @param name - name of the function
 * @returns an array as long as `x`: `options.out`, which may be `x`, or a new array
 * @throws {GatecastError} `ERR_RANGE` for an unknown function, `ERR_TYPE`, `ERR_SHAPE`, `ERR_DATA`, `ABORT_ERR`
 * @example
 * const y = await activation('gelu', Float32Array.of(-1, 0, 1))
 */
export async function activation(
  name: Activation,
  x: Float32Array,
  options: OutOption & CallOptions = {},
): Promise<Float32Array> {
  return (await run(task(name, x, options), { ...options, out: { out: options.out } })).out
}

/**
 * The same as {@link activation} on the calling thread, for arrays of up to a few thousand elements.
 *
 * @param name - name of the function
 * @param x - any number of elements
 * @returns an array as long as `x`: `options.out`, which may be `x`, or a new array
 * @throws {GatecastError} as `activation`
 * @example
 * const x = Float32Array.of(-1, 0, 1)
 * activationSync('sigmoid', x, { out: x })
 */
export function activationSync(name: Activation, x: Float32Array, options: OutOption = {}): Float32Array {
  return runSync(task(name, x, options), { ...options, out: { out: options.out } }).out
}

/**
 * Computes dLoss/dx = dy f'(x).
 *
 * @param dy - dLoss/dy, as long as `x`
 * @param name - name of the function
 * @param x - the input of the forward pass
 * @returns an array as long as `x`: `options.out` or a new array
 * @throws {GatecastError} as `activation`
 * @example
 * const dx = await activationBackward('gelu', Float32Array.of(-1, 0, 1), Float32Array.of(1, 1, 1))
 */
export async function activationBackward(
  name: Activation,
  x: Float32Array,
  dy: Float32Array,
  options: OutOption & CallOptions = {},
): Promise<Float32Array> {
  return (await runBoth(task(name, x, options), { out: dy }, { ...options, out: { x: options.out } })).x
}

function task(name: Activation, x: Float32Array, options: object): Task {
  checkChoice('name', name, activations)
  checkKernelOptions(options, [])
  return makeTask({ kind: name, shapes: { x: [x?.length || 1] }, arrays: { x }, outputs: ['out'] })
}

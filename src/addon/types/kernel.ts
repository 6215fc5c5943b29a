// Kernels: Programs that run on plain arrays.

import type { RunOptions } from './run_options.ts'

/**
 * A Program of fixed sizes that runs on plain arrays. A call passes one array for each of `inputs`, and for each of
 * `outputs` an array or `undefined`, which makes a new array. NaN and infinities are allowed. A small kernel keeps its
 * planned memory from one run to the next.
 */
export interface Kernel {
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  /** Runs on the calling thread, without copies of the arrays. */
  runSync(inputs: PlainArray[], out: Places): Float32Array[]
  /**
   * Runs on the threads of the library. Copies the inputs at the call; writes arrays of `out` when the promise settles.
   */
  run(inputs: PlainArray[], out: Places, options: KernelOptions): Promise<Float32Array[]>
  /** Runs as `run` does, and keeps what one backward pass needs. */
  save(inputs: PlainArray[], out: Places, options: KernelOptions): Promise<{ outputs: Float32Array[]; saved: Saved }>
  /** Runs forward and backward pass in one call, and resolves to the result of `Saved.backward`. */
  gradients(inputs: PlainArray[], gradients: Places, out: Places, options: KernelOptions): Promise<Float32Array[]>
  dispose(): void
}

export type PlainArray = Float32Array | Int32Array

export type Places = readonly (Float32Array | undefined)[]

export type KernelOptions = Omit<RunOptions, 'precision'>

export interface Saved {
  /**
   * Computes the gradients by the float inputs, in their order, from the gradients by the outputs (`undefined` is
   * zero). `out` has one entry for every input. Can be called once.
   */
  backward(gradients: Places, out: Places, options: KernelOptions): Promise<Float32Array[]>
  dispose(): void
}

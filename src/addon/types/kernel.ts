// Single ops on plain arrays.

import type { RunOptions } from './run_options.ts'

/**
 * A Program whose sizes are all numbers, on plain arrays: one for each of `inputs`, one or `undefined` (memory of its own)
 * for each of `outputs`. NaN and infinities go through. Small ones keep their planned memory from run to run.
 */
export interface Kernel {
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  /** On the calling thread, where the arrays are. */
  runSync(inputs: PlainArray[], out: Places): Float32Array[]
  /** Inputs are copied at the call, given arrays are written when the promise is settled. */
  run(inputs: PlainArray[], out: Places, options: KernelOptions): Promise<Float32Array[]>
  /** The same, kept for one backward pass. */
  save(inputs: PlainArray[], out: Places, options: KernelOptions): Promise<{ outputs: Float32Array[]; saved: Saved }>
  /** Both passes in one: what `Saved.backward` gives. */
  gradients(inputs: PlainArray[], gradients: Places, out: Places, options: KernelOptions): Promise<Float32Array[]>
  dispose(): void
}

export type PlainArray = Float32Array | Int32Array

export type Places = readonly (Float32Array | undefined)[]

export type KernelOptions = Omit<RunOptions, 'precision'>

export interface Saved {
  /**
   * Gradients by the float inputs, in their order, given those by the outputs (`undefined` is zero). `out` has a place for
   * every input. It uses up what was saved.
   */
  backward(gradients: Places, out: Places, options: KernelOptions): Promise<Float32Array[]>
  dispose(): void
}

// Forward passes that can keep what their backward pass needs, and the backward passes.
import type { CallOptions } from '../../base/abort.ts'
import { type BackwardOptions, checkKernelOptions } from '../kernel_options.ts'
import { type Gradients, run, runBack, runSaving, runSync } from './run_task.ts'
import type { Saved } from './saved.ts'
import type { Task } from './task.ts'

/**
 * Runs on the threads of the library. Takes arrays and their sizes, and resolves to the results by name: the arrays of
 * `options.out`, or new arrays. With `save: true` the results include `saved`, for the backward pass.
 */
export interface ForwardPass<Kind extends string, Arrays, Options, Results> {
  /**
   * @param arrays - input, weights and states by name
   * @param options - sizes of the arrays
   */
  <A extends Arrays>(
    arrays: A,
    options: Options & CallOptions & { save: true },
  ): Promise<Results & { saved: Saved<Kind, A> }>
  (arrays: Arrays, options: Options & CallOptions & { save?: false }): Promise<Results>
}

/**
 * Runs on the calling thread.
 *
 * @param arrays - input, weights and states by name
 * @param options - sizes of the arrays
 * @returns the results by name: the arrays of `options.out`, or new arrays
 */
export type SyncPass<Arrays, Options, Results> = (arrays: Arrays, options: Options) => Results

/**
 * Runs on the threads of the library, in the precision of the forward pass. Computes the gradient by every float array
 * that the forward pass read. `saved` can be used only once.
 *
 * @param saved - the values that the forward pass kept
 * @param gradients - dLoss by the results of the forward pass, each as long as the result; those left out count as zero
 * @returns dLoss by the float arrays of the forward pass, by name
 */
export type BackwardPass<Kind extends string, Arrays, Results> = <A extends Arrays>(
  saved: Saved<Kind, A>,
  gradients: { readonly [Name in keyof Results]?: Float32Array },
  options?: BackwardOptions<keyof Arrays & string>,
) => Promise<Gradients<A>>

type Out = { readonly out?: Readonly<Record<string, Float32Array | undefined>> }
type MakeTask<Arrays, Options> = (arrays: Arrays, options: Options) => Task

export function forwardPass<Kind extends string, Arrays, Options extends Out, Results>(
  kind: Kind,
  makeTask: MakeTask<Arrays, Options>,
): ForwardPass<Kind, Arrays, Options, Results> {
  const pass = async (arrays: Arrays, options: Options & CallOptions & { save?: boolean }) => {
    const task = makeTask(arrays, options)
    if (!options.save) return run(task, options)
    const { results, saved } = await runSaving(kind, task, options)
    return { ...results, saved }
  }
  return pass as unknown as ForwardPass<Kind, Arrays, Options, Results>
}

export const syncPass =
  <Arrays, Options extends Out, Results>(makeTask: MakeTask<Arrays, Options>): SyncPass<Arrays, Options, Results> =>
  (arrays, options) =>
    runSync(makeTask(arrays, options), options) as Results

export const backwardPass =
  <Kind extends string, Arrays, Results>(kind: Kind): BackwardPass<Kind, Arrays, Results> =>
  async <A extends Arrays>(saved: Saved<Kind, A>, gradients: object, options = {}) => {
    checkKernelOptions(options, [])
    return (await runBack(kind, saved, gradients as Record<string, Float32Array>, options)) as Gradients<A>
  }

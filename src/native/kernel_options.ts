import type { Precision } from '../addon/index.ts'
import type { CallOptions } from '../base/abort.ts'
import { checkKnown, checkWhole } from '../base/check.ts'

/** Sizes of the arrays of a call, by name. */
export type Sizes<Name extends string> = { readonly [N in Name]: number }

/** An array for the result instead of a new one. Asynchronous calls write it when their promise is settled. */
export interface OutOption {
  /** As long as the result. */
  out?: Float32Array
}

/** Arrays for some of the results instead of new ones, by name. Asynchronous calls write them when they are settled. */
export interface OutOptions<Name extends string> {
  /** Each as long as its result. */
  out?: { readonly [N in Name]?: Float32Array }
}

/** How products are computed. */
export interface ProductOptions {
  /** What products are made of: `'bf16'` rounds what is multiplied to 8 significant bits. Default `'float32'`. */
  precision?: Precision
}

/** Arrays for the gradients, threads and signal of a backward pass. */
export type BackwardOptions<Name extends string> = OutOptions<Name> & CallOptions

const runOptions: readonly string[] = ['out', 'threads', 'signal']

// What 32 bits can count, so that no product of three overflows on its way to the check of the arrays.
const mostSize = 2 ** 31 - 1

/**
 * Checks that the options of a call are the sizes of `names`, and perhaps those of `own` or what every call may be given.
 */
export function checkKernelOptions<Name extends string>(
  options: Sizes<Name>,
  names: readonly Name[],
  own: readonly string[] = [],
): void {
  checkKnown('the options', options, [...names, ...own, ...runOptions])
  for (const name of names) checkWhole(name, options[name], 1, mostSize)
}

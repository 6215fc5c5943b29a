import type { Precision } from '../addon/index.ts'
import type { CallOptions } from '../base/abort.ts'
import { checkKnown, checkWhole } from '../base/check.ts'

/** Sizes of the arrays of a call, by name. */
export type Sizes<Name extends string> = { readonly [N in Name]: number }

/** An array that receives the result, instead of a new one. An asynchronous call writes it when its promise settles. */
export interface OutOption {
  /** An array as long as the result. */
  out?: Float32Array
}

/**
 * Arrays that receive results, by name, instead of new ones. An asynchronous call writes them when its promise settles.
 */
export interface OutOptions<Name extends string> {
  /** The arrays by name of the result. Each array must be as long as its result. */
  out?: { readonly [N in Name]?: Float32Array }
}

/** The precision of products. */
export interface ProductOptions {
  /** `'bf16'` rounds both factors of each product to 8 significant bits. Default `'float32'`. */
  precision?: Precision
}

/** Arrays for the gradients, threads and signal of a backward pass. */
export type BackwardOptions<Name extends string> = OutOptions<Name> & CallOptions

const runOptions: readonly string[] = ['out', 'threads', 'signal']

// The largest 32-bit number: a product of three sizes still has no overflow before the addon compares it with the
// arrays.
const maxSize = 2 ** 31 - 1

/**
 * Checks that all sizes in `names` are given, and that no option is unknown: neither in `own` nor an option of every
 * call.
 */
export function checkKernelOptions<Name extends string>(
  options: Sizes<Name>,
  names: readonly Name[],
  own: readonly string[] = [],
): void {
  checkKnown('the options', options, [...names, ...own, ...runOptions])
  for (const name of names) checkWhole(name, options[name], 1, maxSize)
}

import type { Saved as NativeSaved } from '../../addon/index.ts'

/**
 * The values that a forward pass keeps for its backward pass: copies of its inputs, gates and states. They can be used
 * for one backward pass, which releases them. Without a backward pass, `using`, `saved[Symbol.dispose]()` or the
 * garbage collector releases them.
 */
export class Saved<Kind extends string, Names> {
  /** @internal */
  readonly kind: Kind
  /** @internal */
  readonly native: NativeSaved
  /** @internal */
  readonly inputs: readonly string[]
  /** @internal */
  readonly outputs: readonly string[]
  /** Exists only as a type: the arrays that the forward pass was called with. */
  declare protected readonly arrays: Names

  /** @internal */
  constructor(kind: Kind, native: NativeSaved, inputs: readonly string[], outputs: readonly string[]) {
    this.kind = kind
    this.native = native
    this.inputs = inputs
    this.outputs = outputs
  }

  /** Releases the memory now. A backward pass that is already running continues. */
  [Symbol.dispose](): void {
    this.native.dispose()
  }
}

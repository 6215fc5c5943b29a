import type { Saved as NativeSaved } from '../../addon/index.ts'

/**
 * What a forward pass keeps for its backward pass: copies of its inputs, gates, states. The backward pass uses it up. One
 * that is not used is released by `using`, by `saved[Symbol.dispose]()`, or with the garbage.
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
  /** Only for the types: the arrays that the forward pass was given. */
  declare protected readonly arrays: Names

  /** @internal */
  constructor(kind: Kind, native: NativeSaved, inputs: readonly string[], outputs: readonly string[]) {
    this.kind = kind
    this.native = native
    this.inputs = inputs
    this.outputs = outputs
  }

  /** Releases the memory now. A backward pass that is running goes on. */
  [Symbol.dispose](): void {
    this.native.dispose()
  }
}

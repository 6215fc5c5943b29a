import { checkKnown } from '../base/check.ts'
import { checkKernelOptions, type OutOptions, type Sizes } from './kernel_options.ts'
import {
  type BackwardPass,
  backwardPass,
  type ForwardPass,
  forwardPass,
  type SyncPass,
  syncPass,
} from './run/passes.ts'
import { makeTask, type Task } from './run/task.ts'

/** Arrays of an attention. */
export interface AttentionArrays {
  /** `[batch, queries, keySize]` */
  query: Float32Array
  /** `[batch, keys, keySize]` */
  key: Float32Array
  /** `[batch, keys, valueSize]` */
  value: Float32Array
  /** `[batch]`: number of valid keys of each row, 0 to `keys`; all if absent. */
  lengths?: Int32Array
}

/** Sizes and form of an attention. */
export interface AttentionOptions
  extends Sizes<'batch' | 'queries' | 'keys' | 'keySize' | 'valueSize'>,
    OutOptions<'output'> {
  /**
   * Number of heads, a divisor of `keySize` and `valueSize`; each head has its own slice of the last dimension. Default
   * 1.
   */
  heads?: number
  /** Whether query t sees only the keys 0 to t; needs equal numbers of keys and queries. Default false. */
  causal?: boolean
  /** Factor that multiplies the scores; default 1/sqrt(keySize / heads). */
  scale?: number
}

/** Results of an attention. */
export interface AttentionResults {
  /** `[batch, queries, valueSize]` */
  output: Float32Array
}

const sizes = ['batch', 'queries', 'keys', 'keySize', 'valueSize'] as const

function task(arrays: AttentionArrays, options: AttentionOptions): Task {
  checkKernelOptions(options, sizes, ['heads', 'causal', 'scale', 'save'])
  const { batch, queries, keys, keySize, valueSize, heads = 1, causal = false, scale } = options
  const shapes = {
    query: [batch, queries, keySize],
    key: [batch, keys, keySize],
    value: [batch, keys, valueSize],
    lengths: [batch],
  }
  checkKnown('the arrays', arrays, Object.keys(shapes))
  return makeTask({
    kind: 'attention',
    shapes,
    optional: ['lengths'],
    arrays: { ...arrays },
    attributes: { heads, causal, scale },
    outputs: ['output'],
  })
}

/**
 * Scaled dot-product attention. Its memory grows linearly with queries and keys. A query that sees no key gives zeros.
 *
 * @returns `output` `[batch, queries, valueSize]`; with `save`, also `saved`
 * @throws {GatecastError} `ERR_SHAPE`, also if heads do not divide the sizes; `ERR_RANGE` for lengths beyond the keys,
 * `ERR_TYPE`, `ERR_DATA`, `ERR_MEMORY`, `ABORT_ERR`
 * @see Vaswani et al. 2017
 * @example
 * const sizes = { batch: 2, queries: 10, keys: 10, keySize: 16, valueSize: 16 }
 * const [query, key, value] = [0, 1, 2].map((n) => new Float32Array(2 * 10 * 16).fill(n))
 * const { output } = await attentionForward({ query, key, value }, { ...sizes, heads: 4, causal: true })
 */
export const attentionForward: ForwardPass<'attention', AttentionArrays, AttentionOptions, AttentionResults> =
  forwardPass('attention', task)

/**
 * The same as {@link attentionForward} on the calling thread, for few queries and keys.
 *
 * @throws {GatecastError} as `attentionForward`
 * @example
 * const arrays = { query: new Float32Array(16), key: new Float32Array(8 * 16), value: new Float32Array(8 * 16) }
 * const { output } = attentionForwardSync(arrays, { batch: 1, queries: 1, keys: 8, keySize: 16, valueSize: 16 })
 */
export const attentionForwardSync: SyncPass<AttentionArrays, AttentionOptions, AttentionResults> = syncPass(task)

/**
 * Computes the gradients by query, key and value.
 *
 * @throws {GatecastError} `ERR_DISPOSED` if `saved` is already used, `ERR_SHAPE`, `ERR_TYPE`, `ERR_DATA`, `ABORT_ERR`
 * @example
 * const sizes = { batch: 1, queries: 1, keys: 8, keySize: 16, valueSize: 16 }
 * const arrays = { query: new Float32Array(16), key: new Float32Array(8 * 16), value: new Float32Array(8 * 16) }
 * const { output, saved } = await attentionForward(arrays, { ...sizes, save: true })
 * const { query, key, value } = await attentionBackward(saved, { output }) // of the loss sum(output^2) / 2
 */
export const attentionBackward: BackwardPass<'attention', AttentionArrays, AttentionResults> = backwardPass('attention')

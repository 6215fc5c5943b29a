import type { CallOptions } from '../base/abort.ts'
import { GatecastError } from '../base/error.ts'
import { add } from '../nn/ops/elementwise.ts'
import { input } from '../nn/values/leaf_values.ts'
import { checkKernelOptions, type OutOption, type ProductOptions, type Sizes } from './kernel_options.ts'
import { run, runSync } from './run/run_task.ts'
import { makeTask, type Task } from './run/task.ts'

/** Sizes and layout of a matrix product. */
export interface MatmulOptions extends Sizes<'m' | 'n' | 'k'>, ProductOptions, OutOption {
  /** Number of products, whose matrices lie one after another in each array; default 1. */
  batch?: number
  /** Whether `a` is stored as `[k, m]`; default false. */
  transposeA?: boolean
  /** Whether `b` is stored as `[n, k]`; default false. */
  transposeB?: boolean
  /** Whether the product is added to the numbers in `out`; default false. */
  accumulate?: boolean
}

/**
 * Computes the matrix product A B, row-major, on the threads of the library.
 *
 * @param a - `[m, k]`, or `[batch, m, k]`
 * @param b - `[k, n]`, or `[batch, k, n]`; with `batch` also `[k, n]`, which all products then share
 * @returns `[m, n]` or `[batch, m, n]`: `options.out`, or a new array
 * @throws {GatecastError} `ERR_SHAPE` for an array of another length, `ERR_TYPE`, `ERR_RANGE`, `ERR_DATA` for a
 * detached array, `ERR_MEMORY`, `ABORT_ERR`
 * @see Goto and van de Geijn 2008
 * @example
 * const [a, b] = [new Float32Array(512 * 1024), new Float32Array(256 * 1024)]
 * const c = await matmul(a, b, { m: 512, n: 256, k: 1024, transposeB: true })
 */
export async function matmul(
  a: Float32Array,
  b: Float32Array,
  options: MatmulOptions & CallOptions,
): Promise<Float32Array> {
  return (await run(task(a, b, options), { ...options, out: { out: options.out } })).out
}

/**
 * The same as {@link matmul} on the calling thread, for products that take less time than a change of thread.
 *
 * @param a - as for `matmul`
 * @param b - as for `matmul`
 * @returns as `matmul`
 * @throws {GatecastError} as `matmul`
 * @example
 * const c = matmulSync(Float32Array.of(1, 2), Float32Array.of(3, 4), { m: 1, n: 1, k: 2 })
 * c[0] // 11
 */
export function matmulSync(a: Float32Array, b: Float32Array, options: MatmulOptions): Float32Array {
  return runSync(task(a, b, options), { ...options, out: { out: options.out } }).out
}

const own = ['transposeA', 'transposeB', 'accumulate', 'precision']

function task(a: Float32Array, b: Float32Array, options: MatmulOptions): Task {
  checkKernelOptions({ batch: 1, ...options }, ['m', 'n', 'k', 'batch'], own)
  const { m, n, k, batch = 1, transposeA = false, transposeB = false, precision } = options
  const many = batch > 1 ? [batch] : []
  const shared = batch > 1 && b?.length === k * n
  const shapes = {
    a: [...many, ...(transposeA ? [k, m] : [m, k])],
    b: [...(shared ? [] : many), ...(transposeB ? [n, k] : [k, n])],
  }
  const product = makeTask({
    kind: 'matmul',
    shapes,
    arrays: { a, b },
    attributes: { transposeA, transposeB },
    outputs: ['out'],
    precision,
  })
  return options.accumulate ? plus(product, [...many, m, n], options.out) : product
}

function plus(product: Task, shape: number[], out: Float32Array | undefined): Task {
  if (out === undefined)
    throw new GatecastError('ERR_DATA', 'Expected an array to accumulate in, got none. Give it as options.out')
  const roots = () => {
    const { inputs, outputs } = product.roots()
    const before = input(shape)
    return { inputs: { ...inputs, before }, outputs: { out: add(outputs.out, before) } }
  }
  return { ...product, key: `${product.key} +`, roots, arrays: { ...product.arrays, before: out } }
}

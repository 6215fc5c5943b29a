// Fills the cases of property tests with single-precision numbers of order 1 from a seed.
import type { Attribute, Attributes, DataType, Dim } from '../../src/addon/types.ts'
import { resolve } from '../reference/shape.ts'
import { count, type DoubleTensor } from '../reference/tensor.ts'
import type { Sizes } from '../reference/types.ts'

/** One input of an op under test. */
export interface Value {
  readonly dims: readonly Dim[]
  readonly type: DataType
  readonly tensor: DoubleTensor
  /** Whether to compare the gradient by it. */
  readonly differentiated: boolean
}

export interface Case {
  readonly kind: string
  readonly attributes?: Attributes
  readonly inputs: readonly (Value | null)[]
}

/** The attributes that are neither null nor undefined. */
export const present = (attributes: Readonly<Record<string, Attribute | null | undefined>>): Attributes =>
  Object.fromEntries(Object.entries(attributes).filter((entry): entry is [string, Attribute] => entry[1] != null))

/** Uniform numbers in [0, 1): a 32-bit counter, mixed as in SplitMix (Steele et al. 2014). Enough for test tensors. */
export function generator(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x9e3779b9) | 0
    let z = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
    return ((z ^ (z >>> 15)) >>> 0) / 2 ** 32
  }
}

/** Makes the inputs of one case. Dimensions may be symbols; `sizes` has their values. */
export class Values {
  readonly random: () => number
  readonly sizes: Sizes

  constructor(seed: number, sizes: Sizes) {
    this.random = generator(seed)
    this.sizes = sizes
  }

  value(dims: readonly Dim[], element: () => number, type: DataType = 'float32', differentiated = true): Value {
    const shape = dims.map((dim) => resolve(dim, this.sizes))
    const data = Float64Array.from({ length: count(shape) }, () => Math.fround(element()))
    return { dims, type, tensor: { shape, data }, differentiated }
  }

  /** The given numbers, in row-major order. */
  given(dims: readonly Dim[], numbers: readonly number[], type: DataType = 'float32'): Value {
    const rest = [...numbers]
    return this.value(dims, () => rest.shift() ?? 0, type, type === 'float32')
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.random()
  }

  uniform(dims: readonly Dim[], low = -1.5, high = 1.5): Value {
    return this.value(dims, () => this.between(low, high))
  }

  /** Numbers of both signs at least `distance` from zero, for ops with a kink at zero. */
  apart(dims: readonly Dim[], distance = 0.05, high = 1.5): Value {
    return this.value(dims, () => this.between(distance, high) * (this.random() < 0.5 ? -1 : 1))
  }

  /** Adds 3 to one number of each row, because layer norm is ill-conditioned for rows of nearly equal numbers. */
  standingOut(width: number): () => number {
    let position = 0
    return () => this.between(-1.5, 1.5) + (position++ % width === 0 ? 3 : 0)
  }

  /** Whole numbers from `low` to `high`. */
  integers(dims: readonly Dim[], low: number, high: number): Value {
    return this.value(dims, () => Math.floor(this.between(low, high + 1)), 'int32', false)
  }

  /** Valid steps for each row, from 0 to `longest`. The first two are `longest` and 1. */
  lengths(dims: readonly Dim[], longest: number): Value {
    const edges = [longest, 1]
    const drawn = () => edges.shift() ?? Math.floor(this.between(0, longest + 1))
    return this.value(dims, drawn, 'int32', false)
  }
}

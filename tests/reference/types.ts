import type { Attributes } from '../../src/addon/types.ts'
import type { DoubleTensor } from './tensor.ts'

/** The values of the symbols in shapes that are attributes. */
export interface Sizes {
  readonly batch: number
  readonly time: number
}

export type Inputs = readonly (DoubleTensor | null)[]
export type Optional = DoubleTensor | null | undefined

/** An op of `docs/ops.md`, written as literally as possible. Integer inputs hold whole numbers. */
export type Reference = (inputs: Inputs, attributes: Attributes, sizes: Sizes) => DoubleTensor[]

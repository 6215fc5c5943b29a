// Computes the gradients of references by central differences.
import type { DoubleTensor } from './tensor.ts'
import type { Inputs } from './types.ts'

/** The gradient by some elements of an input: all of them, or a sample if there are many. */
export interface Gradient {
  readonly shape: readonly number[]
  readonly elements: readonly number[]
  readonly data: readonly number[]
  /** For each element, the sum of |cotangent * dOutput/dInput| over all outputs. */
  readonly scale: readonly number[]
}

/**
 * The outputs and gradients of an op at a point, and their scales. The scale of an element is the sum of the absolute
 * values of its terms. If every term has a relative error of at most 1e-6, the error of the element is at most 1e-6 of
 * its scale, even if the terms cancel.
 */
export interface Point {
  readonly outputs: DoubleTensor[]
  /** For each output element, the sum of |dOutput/dInput * input|, or the element itself if that is larger. */
  readonly outputScales: Float64Array[]
  /** d(sum of outputs * cotangents)/dInput; `null` for inputs that are not differentiated. */
  readonly gradients: (Gradient | null)[]
}

/** Chooses at most `most` of `length` elements, including the first and the last. */
export function sample(length: number, most: number, random: () => number): number[] {
  const all = Array.from({ length }, (_, i) => i)
  if (length <= most) return all
  const chosen = Array.from({ length: most - 2 }, () => Math.floor(random() * length))
  return [...new Set([0, ...chosen, length - 1])]
}

/**
 * @param op - a reference with its attributes
 * @param cotangents - one for each output; `null` means zero
 * @param elements - returns the elements of input k to move, given its length; none if it is not differentiated
 */
export function linearise(
  op: (inputs: Inputs) => DoubleTensor[],
  inputs: Inputs,
  cotangents: readonly (DoubleTensor | null)[],
  elements: (k: number, length: number) => readonly number[],
): Point {
  const outputs = op(inputs)
  const sensitivities = outputs.map(({ data }) => new Float64Array(data.length))

  const gradients = inputs.map((input, k): Gradient | null => {
    const moved = input ? elements(k, input.data.length) : []
    if (!input || moved.length === 0) return null
    const share = input.data.length / moved.length
    const data: number[] = []
    const scale: number[] = []
    for (const i of moved) {
      const x = input.data[i]
      // The error is about h^2 from the third derivative, and about 1e-16 / h from rounding.
      const h = 1e-5 * Math.max(1, Math.abs(x))
      const at = (value: number) => op(inputs.with(k, { shape: input.shape, data: input.data.with(i, value) }))
      const [up, down] = [at(x + h), at(x - h)]
      let [sum, size] = [0, 0]
      for (let o = 0; o < outputs.length; o++) {
        const [above, below, seeds, sensitivity] = [up[o].data, down[o].data, cotangents[o]?.data, sensitivities[o]]
        for (let j = 0; j < above.length; j++) {
          if (above[j] === below[j]) continue
          const slope = (above[j] - below[j]) / (2 * h)
          sensitivity[j] += Math.abs(slope * x) * share
          if (!seeds) continue
          sum += seeds[j] * slope
          size += Math.abs(seeds[j] * slope)
        }
      }
      data.push(sum)
      scale.push(size)
    }
    return { shape: input.shape, elements: moved, data, scale }
  })

  const outputScales = outputs.map(({ data }, o) => data.map((y, j) => Math.max(Math.abs(y), sensitivities[o][j])))
  return { outputs, outputScales, gradients }
}

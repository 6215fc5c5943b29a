// Compares results in single precision with a reference.
import type { Gradient } from './gradient.ts'
import type { DoubleTensor } from './tensor.ts'

interface Actual {
  readonly shape: readonly number[]
  readonly data: ArrayLike<number>
}

const rootMeanSquare = (values: readonly number[]): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / Math.max(1, values.length))

/** The largest error, in units of the scale of its element or of the whole tensor (the larger one). */
export function worstError(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  scale: ArrayLike<number> = expected,
): { error: number; element: number } {
  const typical = Math.max(rootMeanSquare(Array.from(scale)), Number.MIN_VALUE)
  const errors = Array.from(expected, (value, i) => {
    const difference = Math.abs(actual[i] - value)
    if (Number.isNaN(difference)) return Number.POSITIVE_INFINITY
    return difference / Math.max(Math.abs(scale[i]), typical)
  })
  const error = Math.max(0, ...errors)
  return { error, element: Math.max(0, errors.indexOf(error)) }
}

function expectShape(name: string, actual: Actual, shape: readonly number[]): void {
  const length = shape.reduce((product, size) => product * size, 1)
  if (actual.shape.join() === shape.join() && actual.data.length === length) return
  throw new Error(`${name}: Expected shape [${shape}], got [${actual.shape}] with ${actual.data.length} numbers`)
}

function expectWithin(
  name: string,
  actual: ArrayLike<number>,
  expected: { shape: readonly number[]; elements?: readonly number[]; data: ArrayLike<number> },
  scale: ArrayLike<number>,
  tolerance: number,
): void {
  const { error, element } = worstError(actual, expected.data, scale)
  if (error <= tolerance) return
  throw new Error(
    `${name} of shape [${expected.shape}], element ${expected.elements?.[element] ?? element}: ` +
      `Expected ${expected.data[element]}, got ${actual[element]}. ` +
      `The error is ${error.toExponential(1)} of its scale, more than ${tolerance}`,
  )
}

/** Throws unless shapes are equal and every element is within `tolerance` of its scale. */
export function expectClose(
  name: string,
  actual: Actual,
  expected: DoubleTensor,
  tolerance: number,
  scale: ArrayLike<number> = expected.data,
): void {
  expectShape(name, actual, expected.shape)
  expectWithin(name, actual.data, expected, scale, tolerance)
}

/** Checks a gradient like `expectClose`, but only at the elements for which differences were computed. */
export function expectGradient(name: string, actual: Actual, expected: Gradient, tolerance: number): void {
  expectShape(name, actual, expected.shape)
  const chosen = expected.elements.map((i) => actual.data[i])
  expectWithin(name, chosen, expected, expected.scale, tolerance)
}

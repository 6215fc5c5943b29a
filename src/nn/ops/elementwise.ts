import { constant } from '../values/leaf_values.ts'
import type { Broadcast, Broadcasts, Shape } from '../values/shape_types.ts'
import { operate, type Value } from '../values/value.ts'

/** A value, or a plain number. */
export type Operand = Value | number

type ShapeOf<A extends Operand> = A extends Value<infer S> ? S : []

/**
 * An op on two operands. Shapes are aligned from the right and size 1 stretches, as in NumPy; other shapes do not
 * compile.
 *
 * @param a - a value or a number
 * @param b - a value or a number
 * @returns a value of the broadcast shape
 */
export type Binary = <A extends Operand, B extends Operand>(
  a: A,
  b: B & Broadcasts<ShapeOf<A>, ShapeOf<B>>,
) => Value<Broadcast<ShapeOf<A>, ShapeOf<B>>>

/**
 * An op on each element.
 *
 * @param x - a value of any shape
 * @returns a value of the shape of `x`
 */
export type Unary = <S extends Shape>(x: Value<S>) => Value<S>

const toValue = (x: Operand): Value => (typeof x === 'number' ? constant([], [x]) : x)

const binary =
  (kind: string): Binary =>
  (a, b) =>
    operate(kind, [toValue(a), toValue(b as Operand)])[0] as ReturnType<Binary> as never

const unary =
  (kind: string): Unary =>
  <S extends Shape>(x: Value<S>) =>
    operate(kind, [x])[0] as Value<S>

/**
 * a + b
 *
 * @throws {GatecastError} `ERR_SHAPE` if the shapes do not broadcast
 * @example
 * const y = add(input(['batch', 'time', 8]), input([8])) // Value<['batch', 'time', 8]>
 */
export const add: Binary = binary('add')
/**
 * a - b
 *
 * @throws {GatecastError} `ERR_SHAPE` if the shapes do not broadcast
 * @example
 * const change = subtract(input(['batch', 12]), input(['batch', 1])) // Value<['batch', 12]>
 */
export const subtract: Binary = binary('subtract')
/**
 * a * b
 *
 * @throws {GatecastError} `ERR_SHAPE` if the shapes do not broadcast
 * @example
 * const doubled = multiply(input(['batch', 12]), 2)
 */
export const multiply: Binary = binary('multiply')
/**
 * a / b
 *
 * @throws {GatecastError} `ERR_SHAPE` if the shapes do not broadcast
 * @example
 * const share = divide(input(['batch', 12]), input(['batch', 1]))
 */
export const divide: Binary = binary('divide')

/**
 * Hyperbolic tangent.
 *
 * @example
 * const y = tanh(input(['batch', 8]))
 */
export const tanh: Unary = unary('tanh')
/**
 * 1 / (1 + exp(-x))
 *
 * @example
 * const gate = sigmoid(linear(input(['batch', 8]), 8))
 */
export const sigmoid: Unary = unary('sigmoid')
/**
 * max(x, 0)
 *
 * @example
 * const y = relu(linear(input(['batch', 8]), 16))
 */
export const relu: Unary = unary('relu')
/**
 * x times the standard normal distribution function of x, in the exact form.
 *
 * @see Hendrycks and Gimpel 2016
 * @example
 * const y = gelu(linear(input(['batch', 8]), 16))
 */
export const gelu: Unary = unary('gelu')
/**
 * x sigmoid(x)
 *
 * @see Elfwing, Uchibe, Doya 2018
 * @example
 * const y = silu(linear(input(['batch', 8]), 16))
 */
export const silu: Unary = unary('silu')
/**
 * log(1 + exp(x)): smooth and always positive, for example for a scale.
 *
 * @example
 * const scale = softplus(linear(input(['batch', 8]), 1)) // above 0
 */
export const softplus: Unary = unary('softplus')
/**
 * e to the power of x.
 *
 * @example
 * const rate = exp(linear(input(['batch', 8]), 1))
 */
export const exp: Unary = unary('exp')
/**
 * Natural logarithm.
 *
 * @example
 * const y = log(input(['batch', 12])) // NaN below 0
 */
export const log: Unary = unary('log')

import type { Broadcast, Broadcasts, Shape } from '../shape.ts'
import { constant } from '../sources.ts'
import { operate, type Value } from '../value.ts'

/** A value, or a plain number. */
export type Operand = Value | number

type ShapeOf<A extends Operand> = A extends Value<infer S> ? S : []

/** Shapes are aligned from the right and size 1 stretches, as in NumPy; anything else does not compile. */
export type Binary = <A extends Operand, B extends Operand>(
  a: A,
  b: B & Broadcasts<ShapeOf<A>, ShapeOf<B>>,
) => Value<Broadcast<ShapeOf<A>, ShapeOf<B>>>

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
/** a - b, broadcast as {@link add}. */
export const subtract: Binary = binary('subtract')
/** a * b, broadcast as {@link add}. */
export const multiply: Binary = binary('multiply')
/** a / b, broadcast as {@link add}. */
export const divide: Binary = binary('divide')

/** Hyperbolic tangent. */
export const tanh: Unary = unary('tanh')
/** 1 / (1 + exp(-x)) */
export const sigmoid: Unary = unary('sigmoid')
/** max(x, 0) */
export const relu: Unary = unary('relu')
/** x times the standard normal distribution function of x, exact (Hendrycks and Gimpel 2016). */
export const gelu: Unary = unary('gelu')
/** x sigmoid(x) */
export const silu: Unary = unary('silu')
/** log(1 + exp(x)): a smooth way to a positive number. */
export const softplus: Unary = unary('softplus')
/** e to the power of x. */
export const exp: Unary = unary('exp')
/** Natural logarithm. */
export const log: Unary = unary('log')

// Shapes as types: TypeScript follows ranks and dimensions, so that many mistakes fail to compile. A dimension of type
// `number` has a size that TypeScript does not know; it fits every other dimension.

import type { Dim } from '../../addon/index.ts'

/** Dimensions of a value: sizes, and the symbols `batch` and `time`. */
export type Shape = Dim[]

/**
 * A failed check intersects the type of an argument with this type, so that the compiler's message names the reason.
 */
export interface ShapeError<Reason extends string, Of extends unknown[]> {
  readonly shapeError: [Reason, ...Of]
}

export type Init<S extends Shape> = S extends [...infer I extends Shape, Dim] ? I : Shape
export type Last<S extends Shape> = S extends [...Shape, infer L extends Dim] ? L : Dim
export type Known<S extends Shape> = number extends S['length'] ? false : true

type Unknown<D extends Dim> = number extends D ? true : false

/** The dimension that NumPy's broadcasting rule makes of two; `never` if they do not fit. */
type BroadcastDim<A extends Dim, B extends Dim> = [A] extends [1]
  ? B
  : [B] extends [1]
    ? A
    : Unknown<A> extends true
      ? B
      : Unknown<B> extends true
        ? A
        : [A] extends [B]
          ? A
          : [B] extends [A]
            ? B
            : never

type BroadcastTuple<A extends Shape, B extends Shape, Out extends Shape = []> = A extends []
  ? [...B, ...Out]
  : B extends []
    ? [...A, ...Out]
    : BroadcastDim<Last<A>, Last<B>> extends infer D extends Dim
      ? [D] extends [never]
        ? never
        : BroadcastTuple<Init<A>, Init<B>, [D, ...Out]>
      : never

/** The broadcast shape of two shapes: aligned from the right, size 1 stretches. */
export type Broadcast<A extends Shape, B extends Shape> =
  Known<A> extends true ? (Known<B> extends true ? BroadcastTuple<A, B> : Shape) : Shape

export type Broadcasts<A extends Shape, B extends Shape> = [Broadcast<A, B>] extends [never]
  ? ShapeError<'these shapes do not broadcast', [A, B]>
  : unknown

type SameDim<A extends Dim, B extends Dim> =
  Unknown<A> extends true
    ? true
    : Unknown<B> extends true
      ? true
      : [A] extends [B]
        ? true
        : [B] extends [A]
          ? true
          : false

type SameTuple<A extends Shape, B extends Shape> = [A, B] extends [
  [infer X extends Dim, ...infer R extends Shape],
  [infer Y extends Dim, ...infer Q extends Shape],
]
  ? SameDim<X, Y> extends true
    ? SameTuple<R, Q>
    : false
  : [A, B] extends [[], []]
    ? true
    : false

/** Requires equal ranks and dimensions, as far as TypeScript knows them. */
export type Same<A extends Shape, B extends Shape> = [Known<A>, Known<B>] extends [true, true]
  ? SameTuple<A, B> extends true
    ? unknown
    : ShapeError<'these shapes are not the same', [A, B]>
  : unknown

export type SameSize<A extends Dim, B extends Dim> =
  SameDim<A, B> extends true ? unknown : ShapeError<'these dimensions are not the same', [A, B]>

type Tail<T extends unknown[]> = T extends [unknown, ...infer R] ? R : T

/** The position of an axis. A negative axis counts from the right. */
type Axis<S extends Shape, A extends number> = `${A}` extends '-1'
  ? Tail<S>['length']
  : `${A}` extends '-2'
    ? Tail<Tail<S>>['length']
    : `${A}` extends '-3'
      ? Tail<Tail<Tail<S>>>['length']
      : A

/** The shape with the size of one axis replaced. */
export type WithAxis<S extends Shape, A extends number, D extends Dim> = number extends A
  ? Shape
  : { [K in keyof S]: K extends `${Axis<S, A>}` ? D : S[K] }

export type Permute<S extends Shape, Axes extends number[]> = {
  [K in keyof Axes]: S[Axes[K]] extends Dim ? S[Axes[K]] : Dim
}

/** The dimension -1 takes the elements that remain. As the first dimension it may be a multiple of the batch. */
export type Reshaped<S extends (Dim | -1)[]> = {
  [K in keyof S]: S[K] extends -1 ? (K extends '0' ? Dim : number) : Extract<S[K], Dim>
}

type Positions<S extends Shape, Axes extends number[]> = { [K in keyof Axes]: Axis<S, Axes[K]> }[number]

type Dropped<
  S extends Shape,
  At,
  Keep extends boolean,
  Out extends Shape = [],
  Seen extends unknown[] = [],
> = S extends [infer D extends Dim, ...infer R extends Shape]
  ? Dropped<
      R,
      At,
      Keep,
      Seen['length'] extends At ? (Keep extends true ? [...Out, 1] : Out) : [...Out, D],
      [...Seen, 0]
    >
  : Out

/** The shape that remains when some axes are reduced. */
export type Reduced<S extends Shape, Axes extends number[], Keep extends boolean> =
  Known<S> extends true ? Dropped<S, Positions<S, Axes>, Keep> : Shape

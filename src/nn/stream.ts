import type { DataType, Stream, Tensor } from '../native/index.ts'
import { type ArrayLike, toTensors } from './tensor.ts'
import type { AnyValue, Value } from './value.ts'

/** A model that runs one time step after another. Made by `model.stream()`. */
export class ModelStream<
  I extends Readonly<Record<string, AnyValue>> = Readonly<Record<string, AnyValue>>,
  O extends Readonly<Record<string, Value>> = Readonly<Record<string, Value>>,
> {
  readonly #stream: Stream
  readonly #types: Readonly<Record<string, DataType>>

  /** @internal */
  constructor(stream: Stream, types: Readonly<Record<string, DataType>>) {
    this.#stream = stream
    this.#types = types
  }

  /**
   * One time step, at once.
   *
   * @param inputs - by name; without their time dimension, or with it at size 1
   * @returns the outputs, with a time dimension of size 1 where they have one
   * @throws {GatecastError} `ERR_SHAPE`, `ERR_TYPE`, `ERR_DATA`, `ERR_NOT_FINITE`, `ERR_DISPOSED`
   */
  step(inputs: { [K in keyof I]?: ArrayLike }): { [K in keyof O]: Tensor } {
    return this.#stream.step(toTensors(inputs, this.#types, 'the inputs')) as { [K in keyof O]: Tensor }
  }

  /** Forgets the steps so far. */
  reset(): void {
    this.#stream.reset()
  }

  /** Releases the native memory. */
  [Symbol.dispose](): void {
    this.#stream.dispose()
  }
}

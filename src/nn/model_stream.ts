import type { DataType, Stream, StreamSlot, Tensor } from '../addon/index.ts'
import { shown } from '../base/check.ts'
import { GatecastError } from '../base/error.ts'
import { type ArrayLike, toTensor } from './values/tensor.ts'
import type { AnyValue, Value } from './values/value.ts'

/** An input or output of the native stream. Its values lie in the buffer that the addon and this class share. */
interface Slot extends StreamSlot {
  readonly values: Tensor['data']
}

/** Runs a model one time step after another. Made by `model.stream()`. */
export class ModelStream<
  I extends Readonly<Record<string, AnyValue>> = Readonly<Record<string, AnyValue>>,
  O extends Readonly<Record<string, Value>> = Readonly<Record<string, Value>>,
> {
  readonly #stream: Stream
  readonly #inputs: readonly Slot[]
  readonly #outputs: readonly Slot[]

  /** @internal */
  constructor(stream: Stream) {
    const inBuffer = (slot: StreamSlot): Slot => ({ ...slot, values: valuesOf(slot, stream.buffer) })
    this.#stream = stream
    this.#inputs = stream.inputs.map(inBuffer)
    this.#outputs = stream.outputs.map(inBuffer)
  }

  /**
   * Runs one time step, on the calling thread.
   *
   * @param inputs - arrays by input name; without the time dimension, or with a time dimension of size 1
   * @returns the outputs, with a time dimension of size 1 if they have one
   * @throws {GatecastError} `ERR_SHAPE`, `ERR_TYPE`, `ERR_DATA`, `ERR_NOT_FINITE`, `ERR_DISPOSED`
   */
  step(inputs: { [K in keyof I]?: ArrayLike }): { [K in keyof O]: Tensor } {
    if (typeof inputs !== 'object' || inputs === null || Array.isArray(inputs))
      throw new GatecastError(
        'ERR_TYPE',
        `Expected the inputs to be an object of arrays by input name, got ${shown(inputs)}`,
      )
    const given = inputs as Record<string, unknown>
    // All inputs are read before the first is written: a getter of `inputs` may itself call `step`.
    const steps = this.#inputs.map((slot) => readStep(given[slot.name], slot))
    for (let i = 0; i < steps.length; i++) this.#inputs[i].values.set(steps[i])
    this.#stream.step()
    const outputs: Record<string, Tensor> = {}
    for (const { name, shape, values } of this.#outputs) outputs[name] = { shape: shape.slice(), data: values.slice() }
    return outputs as { [K in keyof O]: Tensor }
  }

  /** Sets the state back to that of a new stream. */
  reset(): void {
    this.#stream.reset()
  }

  /** Releases the native memory. */
  [Symbol.dispose](): void {
    this.#stream.dispose()
  }
}

function valuesOf({ type, shape, first }: StreamSlot, buffer: ArrayBuffer): Tensor['data'] {
  const count = shape.reduce((product, size) => product * size, 1)
  return type === 'int32' ? new Int32Array(buffer, 4 * first, count) : new Float32Array(buffer, 4 * first, count)
}

const kinds: Record<DataType, string> = { float32: 'Float32Array', int32: 'Int32Array' }

/** Reads the values of one input and checks their type and number. */
function readStep(given: unknown, slot: Slot): Tensor['data'] {
  const { name, type } = slot
  const what = `input "${name}"`
  if (given === undefined) throw new GatecastError('ERR_DATA', `Expected data for ${what}, got nothing`)
  const { shape, data } = toTensor(given, type, name)
  if (!Array.isArray(shape))
    throw new GatecastError('ERR_TYPE', `Expected the shape of ${what} to be an array, got ${shown(shape)}`)
  if (!same(shape, slot.shape) && !same(shape, slot.withoutTime))
    throw new GatecastError(
      'ERR_SHAPE',
      `Expected ${what} of shape [${slot.shape.join(', ')}] for one time step, got [${shape.join(', ')}]`,
    )
  if (!ArrayBuffer.isView(data) || (data as Tensor['data'])[Symbol.toStringTag] !== kinds[type])
    throw new GatecastError('ERR_TYPE', `Expected the data of ${what} to be a ${kinds[type]}, got ${shown(data)}`)
  if (data.length !== slot.values.length) throw wrongLength(what, data, slot.values.length)
  return data
}

function same(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

function wrongLength(what: string, data: Tensor['data'], expected: number): GatecastError {
  try {
    new Uint8Array(data.buffer)
  } catch {
    return new GatecastError(
      'ERR_DATA',
      `Expected the data of ${what}, got an array whose memory was transferred away (detached)`,
    )
  }
  return new GatecastError('ERR_SHAPE', `Expected ${what} to hold ${expected} values, got ${data.length}`)
}

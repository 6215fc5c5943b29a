import { generator } from '../ops/values.ts'

/** Numbers in (-1, 1) from a seed. */
export function floats(count: number, seed: number): Float32Array {
  const next = generator(seed)
  return Float32Array.from({ length: count }, () => 2 * next() - 1)
}

/** The same numbers within a larger array, at an unaligned address, between numbers that must not be read. */
export function unaligned(values: Float32Array): Float32Array {
  const guard = 3
  const room = new Float32Array(values.length + 2 * guard).fill(Number.NaN)
  const inner = room.subarray(guard, guard + values.length)
  inner.set(values)
  return inner
}

interface Resizable extends ArrayBuffer {
  resize(bytes: number): void
}
// Node 20 has resizable ArrayBuffers; the TypeScript library of its language level does not declare them.
const ResizableBuffer = ArrayBuffer as unknown as new (bytes: number, options: { maxByteLength: number }) => Resizable

/** An ArrayBuffer that can shrink while a call reads it. */
export const resizable = (floats: number): Resizable =>
  new ResizableBuffer(floats * 4, { maxByteLength: floats * 4 + 4 })

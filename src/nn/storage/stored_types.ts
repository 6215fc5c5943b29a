import type { Tensor } from '../../addon/index.ts'

export type StoredType =
  | 'F32'
  | 'F64'
  | 'F16'
  | 'BF16'
  | 'I32'
  | 'I64'
  | 'I16'
  | 'U16'
  | 'I8'
  | 'U8'
  | 'BOOL'
  | 'U32'
  | 'U64'

interface Decoder {
  /** Bytes of one number. */
  size: number
  /** The array of the numbers; `null` if one is beyond the range of float32, or of whole numbers of 32 bits. */
  decode(bytes: Buffer): Tensor['data'] | null
}

/** How each number type of the format becomes an array. The bytes must start at offset 0 of their ArrayBuffer. */
export const decoders: Record<StoredType, Decoder> = {
  F32: { size: 4, decode: ({ buffer }) => new Float32Array(buffer) },
  F64: { size: 8, decode: ({ buffer }) => rounded(new Float64Array(buffer)) },
  F16: { size: 2, decode: ({ buffer }) => Float32Array.from(new Uint16Array(buffer), halfToNumber) },
  // A bfloat16 is the upper half of a float32.
  BF16: {
    size: 2,
    decode: ({ buffer }) => new Float32Array(Uint32Array.from(new Uint16Array(buffer), (bits) => bits << 16).buffer),
  },
  I32: { size: 4, decode: ({ buffer }) => new Int32Array(buffer) },
  I64: { size: 8, decode: ({ buffer }) => narrow(new BigInt64Array(buffer)) },
  I16: { size: 2, decode: ({ buffer }) => Int32Array.from(new Int16Array(buffer)) },
  U16: { size: 2, decode: ({ buffer }) => Int32Array.from(new Uint16Array(buffer)) },
  I8: { size: 1, decode: ({ buffer }) => Int32Array.from(new Int8Array(buffer)) },
  U8: { size: 1, decode: ({ buffer }) => Int32Array.from(new Uint8Array(buffer)) },
  BOOL: { size: 1, decode: ({ buffer }) => Int32Array.from(new Uint8Array(buffer), (byte) => (byte ? 1 : 0)) },
  U32: {
    size: 4,
    decode: ({ buffer }) => narrow(BigUint64Array.from(new Uint32Array(buffer), BigInt)),
  },
  U64: { size: 8, decode: ({ buffer }) => narrow(new BigUint64Array(buffer)) },
}

/** IEEE 754 binary16: 1 sign, 5 exponent and 10 fraction bits. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 0x1f
  const fraction = bits & 0x3ff
  if (exponent === 0x1f) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY
  return sign * (exponent ? 2 ** (exponent - 15) * (1 + fraction / 1024) : 2 ** -24 * fraction)
}

/** The nearest float32 numbers. */
function rounded(values: Float64Array): Float32Array | null {
  const numbers = Float32Array.from(values)
  const isBeyond = (value: number, i: number) =>
    Math.abs(numbers[i]) === Number.POSITIVE_INFINITY && Number.isFinite(value)
  return values.some(isBeyond) ? null : numbers
}

function narrow(values: BigInt64Array | BigUint64Array): Int32Array | null {
  const numbers = new Int32Array(values.length)
  for (let i = 0; i < values.length; i++) {
    if (BigInt.asIntN(32, values[i]) !== values[i]) return null
    numbers[i] = Number(values[i])
  }
  return numbers
}

import type { Tensor } from '../../addon/index.ts'
import { GatecastError } from '../../base/error.ts'

export type StoredType = 'F32' | 'F64' | 'F16' | 'BF16' | 'I32' | 'I64'

interface Decoder {
  /** Bytes of one number. */
  size: number
  decode(bytes: Buffer, name: string): Tensor['data']
}

/** How each number type of the format becomes an array. The bytes must start at offset 0 of their ArrayBuffer. */
export const decoders: Record<StoredType, Decoder> = {
  F32: { size: 4, decode: ({ buffer }) => new Float32Array(buffer) },
  F64: { size: 8, decode: ({ buffer }) => Float32Array.from(new Float64Array(buffer)) },
  F16: { size: 2, decode: ({ buffer }) => Float32Array.from(new Uint16Array(buffer), halfToNumber) },
  // A bfloat16 is the upper half of a float32.
  BF16: {
    size: 2,
    decode: ({ buffer }) => new Float32Array(Uint32Array.from(new Uint16Array(buffer), (bits) => bits << 16).buffer),
  },
  I32: { size: 4, decode: ({ buffer }) => new Int32Array(buffer) },
  I64: { size: 8, decode: ({ buffer }, name) => Int32Array.from(new BigInt64Array(buffer), (n) => narrow(n, name)) },
}

/** IEEE 754 binary16: 1 sign, 5 exponent and 10 fraction bits. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 0x1f
  const fraction = bits & 0x3ff
  if (exponent === 0x1f) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY
  return sign * (exponent ? 2 ** (exponent - 15) * (1 + fraction / 1024) : 2 ** -24 * fraction)
}

function narrow(value: bigint, name: string): number {
  if (BigInt.asIntN(32, value) === value) return Number(value)
  throw new GatecastError('ERR_FILE', `expected whole numbers of 32 bits in "${name}", got ${value}`)
}

// The safetensors format: 8 bytes with the length of the header, the header in JSON, then the numbers of all tensors
// one after another, all little-endian. This code copies bytes as they are: all machines that Node runs on are
// little-endian except s390x. Source: https://github.com/huggingface/safetensors#format

import { type FileHandle, open } from 'node:fs/promises'
import type { Tensor, Tensors } from '../../addon/index.ts'
import { isError } from '../../base/brand.ts'
import { checkText } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { parseJson } from '../../base/json.ts'
import { decoders, type StoredType } from './stored_types.ts'

/** Tensors and texts in one file. */
export interface Safetensors {
  /** The tensors by name. */
  tensors: Tensors
  /** The texts by name. */
  metadata: Record<string, string>
  /**
   * Tensors that no array of ours can hold, by name: of types such as `F8_E4M3`, whole numbers of more than 32 bits, and
   * `F64` numbers beyond the range of float32. `writeSafetensors` writes them back as they were.
   */
  others?: Readonly<Record<string, RawTensor>>
}

/** A tensor of a type that `readSafetensors` does not decode. */
export interface RawTensor {
  /** The type, as the file names it. */
  readonly dtype: string
  /** Size of each dimension. */
  readonly shape: readonly number[]
  /** The bytes of the numbers, as they are in the file. */
  readonly bytes: Uint8Array
}

interface Entry {
  name: string
  /** `null` for a type that has no decoder. */
  type: StoredType | null
  dtype: string
  shape: number[]
  begin: number
  end: number
}

/** Limit of the format: a broken file must not make the reader allocate any amount of memory. */
const largestHeader = 100_000_000

/**
 * Reads a file of tensors: `F32`, `F64`, `F16` and `BF16` become `Float32Array`, whole numbers and `BOOL` become
 * `Int32Array`. Tensors of other types, whole numbers of more than 32 bits, and `F64` numbers that float32 would make
 * infinite, are in `others`, with their type and bytes.
 *
 * @param path - path of the file
 * @throws {GatecastError} `ERR_FILE` if the file cannot be read, or differs from the format in any way
 * @example
 * const { tensors } = await readSafetensors('state_dict.safetensors')
 * layer.load(tensors)
 */
export async function readSafetensors(path: string): Promise<Safetensors> {
  checkText('path', path)
  const file = await open(path, 'r').catch((cause) => {
    throw new GatecastError('ERR_FILE', `Expected to read "${path}", got: ${cause.message}`, { cause })
  })
  try {
    return await read(file)
  } catch (cause) {
    if (cause instanceof GatecastError && cause.code !== 'ERR_FILE') throw cause
    const message = isError(cause) ? cause.message : `${cause}`
    throw new GatecastError('ERR_FILE', `"${path}" is not a valid safetensors file: ${message}`, { cause })
  } finally {
    await file.close()
  }
}

async function read(file: FileHandle): Promise<Safetensors> {
  const { size } = await file.stat()
  if (size < 8) fail(`expected 8 bytes or more, got ${size}`)
  const length = Number((await readBytes(file, 0, 8)).readBigUInt64LE())
  if (length > largestHeader) fail(`expected a header of at most ${largestHeader} bytes, got ${length}`)
  if (length > size - 8) fail(`expected a header of at most ${size - 8} bytes, which the file holds, got ${length}`)
  const { metadata, entries } = parseHeader((await readBytes(file, 8, length)).toString(), size - 8 - length)
  const tensors: [string, Tensor][] = []
  const others: [string, RawTensor][] = []
  for (const { name, type, dtype, shape, begin, end } of entries) {
    const bytes = await readBytes(file, 8 + length + begin, end - begin)
    const data = type && decoders[type].decode(bytes)
    if (data) tensors.push([name, { shape, data }])
    else others.push([name, { dtype, shape, bytes: new Uint8Array(bytes.buffer) }])
  }
  const named = { tensors: Object.fromEntries(tensors), metadata }
  return others.length ? { ...named, others: Object.fromEntries(others) } : named
}

// A single read call returns less than 2 GiB, even if more was requested.
async function readBytes(file: FileHandle, position: number, count: number): Promise<Buffer> {
  const bytes = Buffer.from(new ArrayBuffer(count))
  for (let done = 0; done < count; ) {
    const { bytesRead } = await file.read(bytes, done, Math.min(count - done, 1 << 30), position + done)
    if (bytesRead === 0) fail(`expected ${count} bytes at ${position}, the file ends after ${done}`)
    done += bytesRead
  }
  return bytes
}

function parseHeader(text: string, dataSize: number): { metadata: Record<string, string>; entries: Entry[] } {
  const header = parseJson(text)
  if (!isRecord(header) || !text.startsWith('{')) return fail('expected a header that is a JSON object')
  const { __metadata__: metadata = {}, ...rest } = header
  if (!isRecord(metadata) || Object.values(metadata).some((value) => typeof value !== 'string'))
    return fail('expected __metadata__ to hold texts only')
  const entries = Object.entries(rest).map(([name, entry]) => parseEntry(name, entry))
  // Sorted by offset, each tensor must begin where the one before it ends: no holes, no overlaps, no unused bytes.
  entries.sort((a, b) => a.begin - b.begin || a.end - b.end)
  let expected = 0
  for (const { name, begin, end } of entries) {
    if (begin !== expected) fail(`expected "${name}" to begin at ${expected}, got ${begin}`)
    expected = end
  }
  if (expected !== dataSize) fail(`expected ${expected} bytes of numbers, got ${dataSize}`)
  return { metadata: metadata as Record<string, string>, entries }
}

function parseEntry(name: string, entry: unknown): Entry {
  if (!isRecord(entry)) return fail(`expected "${name}" to be described by an object`)
  const { dtype, shape, data_offsets: offsets } = entry
  if (typeof dtype !== 'string') return fail(`expected "${name}" to have a type, got ${JSON.stringify(dtype)}`)
  if (!isSizes(shape)) return fail(`expected "${name}" to have a shape, got ${JSON.stringify(shape)}`)
  if (!isSizes(offsets) || offsets.length !== 2)
    return fail(`expected "${name}" to have two offsets, got ${JSON.stringify(offsets)}`)
  const type = Object.hasOwn(decoders, dtype) ? (dtype as StoredType) : null
  const [begin, end] = offsets
  if (!type)
    return end < begin ? fail(`expected "${name}" to have rising offsets`) : { name, type, dtype, shape, begin, end }
  // A product above 2^53 may be rounded, but never to a value as small as an offset, so the comparison stays correct.
  const bytes = shape.reduce((product, n) => product * n, decoders[type].size)
  if (bytes !== end - begin)
    fail(`expected "${name}" to take ${bytes} bytes for ${dtype} [${shape.join(', ')}], got ${end - begin}`)
  return { name, type, dtype, shape, begin, end }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isSizes = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0)

function fail(message: string): never {
  throw new GatecastError('ERR_FILE', message)
}

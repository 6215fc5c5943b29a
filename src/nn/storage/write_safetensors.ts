import type { Tensor } from '../../addon/index.ts'
import { writeAtomically } from '../../base/atomic_file.ts'
import { isFloat32Array, isInt32Array, isUint8Array } from '../../base/brand.ts'
import { checkKnown, checkObject, checkText, shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import type { RawTensor, Safetensors } from './safetensors.ts'

/** The key of the metadata in the header, which is no name for a tensor. */
const metadataKey = '__metadata__'

/**
 * Writes tensors to a file that also PyTorch, JAX and other tools read. The file appears whole or not at all.
 *
 * @param path - path of the file
 * @param file - tensors and metadata to write, and the `others` of a file that was read
 * @throws {GatecastError} `ERR_FILE` if it cannot be written; `ERR_TYPE`, `ERR_SHAPE`, `ERR_RANGE` naming the tensor
 * @example
 * await writeSafetensors('weights.safetensors', { tensors: layer.parameters, metadata: { format: 'pt' } })
 */
export async function writeSafetensors(path: string, file: Safetensors): Promise<void> {
  checkText('path', path)
  checkKnown('the keys of a safetensors file', file, ['tensors', 'metadata', 'others'])
  const { tensors, metadata = {}, others = {} } = file
  for (const [name, part] of Object.entries({ tensors, metadata, others })) checkObject(name, part)
  for (const [name, text] of Object.entries(metadata)) checkText(`metadata "${name}"`, text)
  const arrays = Object.entries(tensors).map(([name, tensor]) => plainTensor(name, tensor))
  const raw = Object.entries(others).map(([name, tensor]) => rawTensor(name, tensor))
  checkNames([...arrays, ...raw])
  // Numbers of 8 bytes come first, so that other tools find them aligned.
  const isWide = ({ dtype }: Stored) => dtype.endsWith('64')
  const stored = [...raw.filter(isWide), ...arrays, ...raw.filter((tensor) => !isWide(tensor))]
  await writeAtomically(path, [...headerOf(stored, metadata), ...stored.map(({ bytes }) => bytes)])
}

interface Stored extends RawTensor {
  readonly name: string
}

function headerOf(stored: readonly Stored[], metadata: Safetensors['metadata']): [length: Buffer, header: Buffer] {
  const header: [string, unknown][] = [[metadataKey, metadata]]
  let offset = 0
  for (const { name, dtype, shape, bytes } of stored) {
    header.push([name, { dtype, shape, data_offsets: [offset, offset + bytes.length] }])
    offset += bytes.length
  }
  const text = Buffer.from(JSON.stringify(Object.fromEntries(header)))
  // Spaces after the JSON align the numbers to 8 bytes, so that other tools can map the file into memory.
  const padded = Buffer.alloc(Math.ceil(text.length / 8) * 8, ' ')
  text.copy(padded)
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(padded.length))
  return [length, padded]
}

function plainTensor(name: string, tensor: Tensor): Stored {
  const { shape, data } = (tensor ?? {}) as Partial<Tensor>
  if (!isFloat32Array(data) && !isInt32Array(data))
    throw new GatecastError(
      'ERR_TYPE',
      `Expected tensor "${name}" to be { shape, data } with a Float32Array or an Int32Array, got ` +
        `${data === undefined ? shown(tensor) : shown(data)}`,
    )
  const count = checkShape(name, shape)
  if (count !== data.length)
    throw new GatecastError(
      'ERR_SHAPE',
      `Expected tensor "${name}" of shape [${shape?.join(', ')}] to hold ${count} numbers, got ${data.length}`,
    )
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength)
  return { name, dtype: isInt32Array(data) ? 'I32' : 'F32', shape: shape as readonly number[], bytes }
}

function rawTensor(name: string, tensor: RawTensor): Stored {
  const { dtype, shape, bytes } = (tensor ?? {}) as Partial<RawTensor>
  if (typeof dtype !== 'string' || !isUint8Array(bytes))
    throw new GatecastError(
      'ERR_TYPE',
      `Expected "${name}" of others to be { dtype, shape, bytes } with a Uint8Array, got ${shown(tensor)}`,
    )
  checkShape(name, shape)
  return { name, dtype, shape: shape as readonly number[], bytes }
}

/** @returns the number of elements */
function checkShape(name: string, shape: unknown): number {
  if (Array.isArray(shape) && shape.every((size) => Number.isSafeInteger(size) && size >= 0))
    return shape.reduce((product, size) => product * size, 1)
  throw new GatecastError(
    'ERR_SHAPE',
    `Expected tensor "${name}" to have a shape of whole numbers, got ${shown(shape)}`,
  )
}

function checkNames(stored: readonly Stored[]): void {
  const names = new Set([metadataKey])
  for (const { name } of stored) {
    if (names.has(name))
      throw new GatecastError(
        'ERR_RANGE',
        name === metadataKey
          ? `Expected no tensor with the name "${metadataKey}", which the format has for texts`
          : `Expected each name once, got "${name}" in tensors and in others`,
      )
    names.add(name)
  }
}

import { GatecastError } from '../../base/error.ts'
import { type Checks, oneOf, optionsOf, text } from '../../base/options/options.ts'
import { checkMemory } from '../../base/resources/memory_limit.ts'
import { eachPiece, type InPieces, inTurns } from '../../base/resources/turns.ts'
import type { Tensor } from '../../nn/index.ts'
import type { SequenceSet, SequenceTensor } from '../data/sequence.ts'
import { readBytes } from './read_bytes.ts'

interface NumberType {
  readonly size: number
  readonly array: Int32ArrayConstructor | Float32ArrayConstructor
  read(bytes: Buffer, offset: number): number
}

/** The types of numbers by the third byte of a file. All numbers are big-endian. */
const types: Readonly<Record<number, NumberType>> = {
  8: { size: 1, array: Int32Array, read: (bytes, offset) => bytes[offset] },
  9: { size: 1, array: Int32Array, read: (bytes, offset) => bytes.readInt8(offset) },
  11: { size: 2, array: Int32Array, read: (bytes, offset) => bytes.readInt16BE(offset) },
  12: { size: 4, array: Int32Array, read: (bytes, offset) => bytes.readInt32BE(offset) },
  13: { size: 4, array: Float32Array, read: (bytes, offset) => bytes.readFloatBE(offset) },
  14: { size: 8, array: Float32Array, read: (bytes, offset) => bytes.readDoubleBE(offset) },
}

function* numbersIn(bytes: Buffer, { size, array, read }: NumberType, count: number): InPieces<Tensor['data']> {
  const numbers = new array(count)
  yield* eachPiece(count, (from, to) => {
    for (let i = from; i < to; i++) numbers[i] = read(bytes, i * size)
  })
  return numbers
}

/**
 * Reads an IDX file, the format of the MNIST digits, also one that is compressed (`.gz`).
 *
 * @param path - path of the file
 * @returns a tensor of any shape: whole numbers as `Int32Array`, others as `Float32Array`
 * @throws {GatecastError} `ERR_FILE` if the file cannot be read or differs from the format
 * @see LeCun, Cortes and Burges, "The MNIST database of handwritten digits"
 * @example
 * const { shape } = await readIdx('t10k-images-idx3-ubyte.gz') // [10000, 28, 28]
 */
export async function readIdx(path: string): Promise<Tensor> {
  const bytes = await readBytes(path)
  const fail = (message: string): never => {
    throw new GatecastError('ERR_FILE', `"${path}": ${message}`)
  }
  const type = bytes.length >= 4 && bytes[0] === 0 && bytes[1] === 0 ? types[bytes[2]] : undefined
  if (type === undefined)
    return fail(
      `Expected the first bytes of an IDX file, got ${[...bytes.subarray(0, 4)].join(' ') || 'an empty file'}`,
    )
  const start = 4 + 4 * bytes[3]
  if (bytes[3] === 0 || bytes.length < start) fail(`Expected the sizes of ${bytes[3]} dimensions, got a shorter file`)
  const shape = Array.from({ length: bytes[3] }, (_, axis) => bytes.readUInt32BE(4 + 4 * axis))
  // The product of 34 largest sizes is infinity, and infinity times 0 is NaN.
  const count = shape.includes(0) ? 0 : shape.reduce((product, size) => product * size, 1)
  if (bytes.length - start !== count * type.size)
    fail(`Expected ${count * type.size} bytes for shape [${listed(shape)}], got ${bytes.length - start}`)
  checkMemory(4 * count, `the ${count} numbers of "${path}"`, 'Cut the file into several')
  return { shape, data: await inTurns(numbersIn(bytes.subarray(start), type, count), undefined) }
}

const listed = (shape: readonly number[]): string =>
  shape.length > 8 ? `${shape.slice(0, 8).join(', ')}, and ${shape.length - 8} more` : shape.join(', ')

/** Options of `readIdxSet`. */
export interface IdxSetOptions {
  /** Path of the images or sequences: a file of two or more dimensions, the first of which counts them. */
  images: string
  /** Path of the labels, one number for each image. Default no labels. */
  labels?: string
  /**
   * What a step is: `'rows'` (default), each row of an image, whose columns are the channels; `'pixels'`, one pixel
   * after another, in one channel.
   */
  steps?: 'rows' | 'pixels'
}

const checks: Checks<IdxSetOptions> = { images: text, labels: text, steps: oneOf(['rows', 'pixels']) }

/**
 * Reads images in IDX files as sequences.
 *
 * @param options - the files, and what a step is
 * @returns a sequence for each image, and its label as a number
 * @throws {GatecastError} `ERR_FILE` if a file cannot be read, `ERR_DATA` if images and labels differ in number,
 * `ERR_TYPE`, `ERR_RANGE` naming the option
 * @example
 * const digits = await readIdxSet({ images: 't10k-images-idx3-ubyte.gz', labels: 't10k-labels-idx1-ubyte.gz' })
 */
export async function readIdxSet(options: IdxSetOptions): Promise<SequenceSet> {
  const { images: path, labels: labelsPath, steps = 'rows' } = optionsOf('readIdxSet', options, checks, ['images'])
  const images = await readIdx(path)
  const [count, ...rest] = images.shape
  if (rest.length === 0)
    throw new GatecastError(
      'ERR_FILE',
      `Expected two or more dimensions in "${path}", got one. Is it the file of labels?`,
    )
  const size = rest.reduce((product, n) => product * n, 1)
  if (count === 0 || size === 0)
    throw new GatecastError('ERR_FILE', `Expected images in "${path}", got shape [${images.shape.join(', ')}]`)
  const shape = steps === 'pixels' || rest.length === 1 ? [size, 1] : [rest[0], size / rest[0]]
  const sequences = await inTurns(cutImages(images.data, shape, count), undefined)
  if (labelsPath === undefined) return { sequences }
  const labels = await readIdx(labelsPath)
  if (labels.shape.length !== 1 || labels.shape[0] !== count)
    throw new GatecastError(
      'ERR_DATA',
      `Expected ${count} labels in "${labelsPath}", one for each image, got shape [${labels.shape.join(', ')}]`,
    )
  return { sequences, labels: Array.from(labels.data) }
}

/** A sequence for each of `count` images of a shape. */
function* cutImages(numbers: Tensor['data'], shape: number[], count: number): InPieces<SequenceTensor[]> {
  const size = shape[0] * shape[1]
  const data = new Float32Array(numbers.length)
  yield* eachPiece(data.length, (from, to) => data.set(numbers.subarray(from, to), from))
  const sequences: SequenceTensor[] = []
  yield* eachPiece(count, (from, to) => {
    for (let i = from; i < to; i++) sequences.push({ shape, data: data.subarray(i * size, (i + 1) * size) })
  })
  return sequences
}

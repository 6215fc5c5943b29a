import { GatecastError } from '../../base/error.ts'
import { checkMemory } from '../../base/resources/memory_limit.ts'
import { eachPiece, type InPieces, inTurns } from '../../base/resources/turns.ts'
import { readBytes } from './read_bytes.ts'

/** Sound as numbers from -1 to 1. */
export interface Sound {
  /** Samples in a second. */
  readonly rate: number
  /** The samples; the mean of the channels if there are several. */
  readonly samples: Float32Array
}

/** The codings of samples, by the format number of the file and the bits of a sample. */
const codings: Readonly<Record<string, (bytes: Buffer, offset: number) => number>> = {
  // Samples of 8 bits have no sign: 128 is silence.
  '1:8': (bytes, offset) => (bytes[offset] - 2 ** 7) / 2 ** 7,
  '1:16': (bytes, offset) => bytes.readInt16LE(offset) / 2 ** 15,
  '1:24': (bytes, offset) => bytes.readIntLE(offset, 3) / 2 ** 23,
  '1:32': (bytes, offset) => bytes.readInt32LE(offset) / 2 ** 31,
  '3:32': (bytes, offset) => bytes.readFloatLE(offset),
  '3:64': (bytes, offset) => bytes.readDoubleLE(offset),
}

/** The format number of a file whose real format number is at the start of a further field. */
const extensible = 0xfffe

/**
 * Reads a WAV file with whole numbers of 8, 16, 24 or 32 bits, or floating point, as samples. Several channels are averaged.
 *
 * @param path - path of the file
 * @returns the samples, from -1 to 1, and their number in a second
 * @throws {GatecastError} `ERR_FILE` if the file cannot be read, or has samples of another kind
 * @see Microsoft and IBM 1991, "Multimedia Programming Interface and Data Specifications 1.0"
 * @example
 * const { rate, samples } = await readWav('word.wav')
 * const frames = await logMel(samples, { rate })
 */
export async function readWav(path: string): Promise<Sound> {
  const bytes = await readBytes(path)
  const fail = (message: string): never => {
    throw new GatecastError('ERR_FILE', `"${path}": ${message}`)
  }
  if (bytes.length < 12 || bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WAVE')
    fail('Expected a WAV file, which begins with RIFF and WAVE')
  let format: { coding: string; channels: number; rate: number; size: number } | null = null
  for (let at = 12; at + 8 <= bytes.length; ) {
    const name = bytes.toString('latin1', at, at + 4)
    const size = bytes.readUInt32LE(at + 4)
    const [from, end] = [at + 8, Math.min(bytes.length, at + 8 + size)]
    if (name === 'fmt ') format = readFormat(bytes.subarray(from, end), fail)
    if (name === 'data') {
      if (format === null) return fail('Expected the chunk "fmt " before the chunk "data"')
      if (end - from < size && size < 0xffff_0000)
        fail(`Expected ${size} bytes of samples, got ${end - from}: the file was cut off`)
      const samples = await inTurns(decode(bytes.subarray(from, end), format), undefined)
      // A recorder that was stopped at once leaves the size 0 in front of the samples.
      if (samples.length === 0) fail(`Expected samples in the chunk "data", got a size of ${size} bytes`)
      return { rate: format.rate, samples }
    }
    // A chunk of odd size is followed by a byte that does not count.
    at += 8 + size + (size % 2)
  }
  return fail('Expected a chunk "data" with samples, got none')
}

function readFormat(chunk: Buffer, fail: (message: string) => never) {
  if (chunk.length < 16) fail(`Expected at least 16 bytes in the chunk "fmt ", got ${chunk.length}`)
  const [number, bits] = [chunk.readUInt16LE(0), chunk.readUInt16LE(14)]
  const kind = number === extensible && chunk.length >= 26 ? chunk.readUInt16LE(24) : number
  const coding = `${kind}:${bits}`
  if (!(coding in codings))
    fail(
      `Expected PCM samples of 8, 16, 24 or 32 bits, or floating point of 32 or 64 bits, got format ${kind} of ${bits} bits. Convert ` +
        'it, for example: ffmpeg -i in.wav -c:a pcm_s16le out.wav',
    )
  const [channels, rate] = [chunk.readUInt16LE(2), chunk.readUInt32LE(4)]
  if (channels < 1 || rate < 1) fail(`Expected a channel and a rate, got ${channels} channels and a rate of ${rate}`)
  const block = chunk.readUInt16LE(12)
  // Samples in wider places would be read as twice as many. Some writers leave the field 0.
  if (block !== 0 && block !== (channels * bits) / 8)
    fail(`Expected ${(channels * bits) / 8} bytes for the ${channels} samples of ${bits} bits at a time, got ${block}`)
  return { coding, channels, rate, size: bits / 8 }
}

function* decode(
  bytes: Buffer,
  { coding, channels, size }: { coding: string; channels: number; size: number },
): InPieces<Float32Array> {
  const read = codings[coding]
  const count = Math.floor(bytes.length / (size * channels))
  checkMemory(4 * count, `${count} samples of sound`, 'Cut the file into several')
  const samples = new Float32Array(count)
  yield* eachPiece(count, (from, to) => {
    for (let i = from; i < to; i++) {
      let sum = 0
      for (let channel = 0; channel < channels; channel++) sum += read(bytes, (i * channels + channel) * size)
      samples[i] = sum / channels
    }
  })
  return samples
}

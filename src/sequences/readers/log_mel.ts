import { checkNumbers } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { type Checks, number, optionsOf, whole } from '../../base/options/options.ts'
import { checkMemory } from '../../base/resources/memory_limit.ts'
import { pacer } from '../../base/resources/turns.ts'
import type { Tensor } from '../../nn/index.ts'
import { powerSpectrum } from './fft.ts'

/** Options of `logMel`. */
export interface LogMelOptions {
  /** Samples in a second. */
  rate: number
  /** Number of frequency bands, the channels of the result; default 40. */
  bands?: number
  /** Milliseconds of sound in a frame; default 25. */
  frame?: number
  /** Milliseconds from one frame to the next; default 10. */
  step?: number
}

const checks: Checks<LogMelOptions> = { rate: number(1), bands: whole(1), frame: number(0.1), step: number(0.1) }

/** Added to each energy, so that silence has a logarithm. */
const leastEnergy = 1e-6

/**
 * Frames of sound: the logarithm of the energy in frequency bands that are as wide as the ear tells them apart. A frame
 * is weighted by a Hann window; the bands are triangles of equal width on the mel scale, from 0 to half the rate.
 *
 * @param samples - the sound, from -1 to 1, as `readWav` gives it
 * @returns a tensor `[frames, bands]`; a sound that is shorter than a frame is one frame, filled with zeros
 * @throws {GatecastError} `ERR_DATA` without a sample, `ERR_NOT_FINITE` naming the index; `ERR_RANGE` if there are more
 * bands than frequencies; `ERR_TYPE`, `ERR_RANGE` naming the option
 * @see Davis and Mermelstein 1980; mel = 2595 log10(1 + f / 700), O'Shaughnessy 1987
 * @example
 * const frames = await logMel(samples, { rate: 16_000, bands: 32 })
 */
export async function logMel(samples: ArrayLike<number>, options: LogMelOptions): Promise<Tensor> {
  const { rate, bands = 40, frame = 25, step = 10 } = optionsOf('logMel', options, checks, ['rate'])
  checkNumbers('samples of logMel', samples)
  if (samples.length === 0) throw new GatecastError('ERR_DATA', 'Expected at least one sample of sound, got none')
  const length = Math.max(2, Math.round((frame / 1000) * rate))
  const hop = Math.max(1, Math.round((step / 1000) * rate))
  const size = 2 ** Math.ceil(Math.log2(length))
  const frames = 1 + Math.max(0, Math.floor((samples.length - length) / hop))
  const bytes = 8 * 4 * size + 4 * frames * bands
  checkMemory(bytes, `${frames} frames of ${length} samples and ${bands} bands`, 'Use shorter frames or larger steps')
  if (bands > size / 2) throw tooNarrow(bands, rate / size)
  const filters = melFilters(bands, size, rate)
  const spectrum = powerSpectrum(size)
  const window = Float64Array.from({ length }, (_, n) => 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / length))
  const [piece, data, pace] = [new Float64Array(size), new Float32Array(frames * bands), pacer()]
  for (let f = 0; f < frames; f++) {
    for (let n = 0; n < length; n++) piece[n] = window[n] * sampleAt(samples, f * hop + n)
    const power = spectrum(piece)
    filters.forEach(({ first, weights }, band) => {
      let energy = 0
      for (let k = 0; k < weights.length; k++) energy += weights[k] * power[first + k]
      data[f * bands + band] = Math.log(energy + leastEnergy)
    })
    await pace()
  }
  return { shape: [frames, bands], data }
}

function sampleAt(samples: ArrayLike<number>, index: number): number {
  if (index >= samples.length) return 0
  if (Number.isFinite(samples[index])) return samples[index]
  throw new GatecastError('ERR_NOT_FINITE', `Expected finite samples of sound, got ${samples[index]} at index ${index}`)
}

const toMel = (hertz: number) => 2595 * Math.log10(1 + hertz / 700)
const toHertz = (mel: number) => 700 * (10 ** (mel / 2595) - 1)

/** For each band the first frequency that it reads, and a weight for each from there on. */
function melFilters(bands: number, size: number, rate: number): { first: number; weights: Float64Array }[] {
  const top = toMel(rate / 2)
  const edges = Array.from({ length: bands + 2 }, (_, i) => (toHertz((i * top) / (bands + 1)) * size) / rate)
  return Array.from({ length: bands }, (_, band) => {
    const [low, middle, high] = edges.slice(band, band + 3)
    const first = Math.ceil(low)
    const weights = Float64Array.from({ length: Math.max(0, Math.floor(high) - first + 1) }, (_, i) =>
      Math.max(0, Math.min((first + i - low) / (middle - low), (high - first - i) / (high - middle))),
    )
    if (weights.some((weight) => weight > 0)) return { first, weights }
    throw tooNarrow(bands, rate / size)
  })
}

const tooNarrow = (bands: number, hertz: number): GatecastError =>
  new GatecastError(
    'ERR_RANGE',
    `Expected bands of logMel that are wider than the ${hertz.toFixed(1)} Hz between two frequencies of a frame, got ` +
      `${bands} bands. Use fewer bands or longer frames`,
  )

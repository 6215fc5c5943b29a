import type { PackedSequences } from '../../addon/index.ts'
import type { Pace } from '../../base/resources/turns.ts'
import type { Tensor } from '../../nn/index.ts'
import { countOf, lengthOf } from '../data/select.ts'
import { type ChannelScales, scaled } from './scaling.ts'

/** How a sequence is cut into the tokens that a network reads one after another. */
export interface Cutting {
  /** Steps in a token. */
  readonly size: number
  /** Steps from the start of a token to the start of the next one. */
  readonly stride: number
  /** Number of sines and cosines that tell the network the place of a token; 0 for none. */
  readonly positions: number
  readonly scales: ChannelScales
}

/** Tokens of sequences, which zeros fill up to the longest. */
export interface Tokens {
  /** `[sequences, tokens, features]`. */
  readonly x: Tensor
  /** `[sequences, tokens, 1]`: 1 for a token, 0 for a filled place. */
  readonly valid: Tensor
  /** `[sequences]`, int32: number of tokens. */
  readonly lengths: Tensor
}

/** Number of tokens of a sequence. The last one may reach beyond its end. */
export const tokensIn = (steps: number, { size, stride }: Pick<Cutting, 'size' | 'stride'>): number =>
  1 + Math.max(0, Math.ceil((steps - size) / stride))

/** Numbers in a token. */
export const featuresOf = ({ size, positions, scales }: Cutting): number =>
  size * scales.means.length * (scales.masked ? 2 : 1) + positions

/** Cuts sequences into tokens, all filled up to the same number. */
export async function tokensOf(sequences: PackedSequences, cutting: Cutting, pace: Pace): Promise<Tokens> {
  const n = countOf(sequences)
  const lengths = Int32Array.from({ length: n }, (_, i) => tokensIn(lengthOf(sequences, i), cutting))
  const longest = lengths.reduce((a, b) => Math.max(a, b), 1)
  const features = featuresOf(cutting)
  const x = new Float32Array(n * longest * features)
  const valid = new Float32Array(n * longest)
  for (let i = 0; i < n; i++) {
    const steps = scaledSteps(sequences, i, cutting.scales)
    const own = x.subarray(i * longest * features)
    for (let token = 0; token < lengths[i]; token++) writeToken(steps, token, cutting, own.subarray(token * features))
    valid.fill(1, i * longest, i * longest + lengths[i])
    await pace()
  }
  return {
    x: { shape: [n, longest, features], data: x },
    valid: { shape: [n, longest, 1], data: valid },
    lengths: { shape: [n], data: lengths },
  }
}

/**
 * The numbers of each step: scaled values, and with `masked` 1 for a value and 0 for a missing one. A missing value is
 * replaced by the last one before it, or by the mean of the channel.
 */
function scaledSteps(sequences: PackedSequences, sequence: number, scales: ChannelScales): Float32Array {
  const { channels, offsets, values } = sequences
  const steps = lengthOf(sequences, sequence)
  const width = channels * (scales.masked ? 2 : 1)
  const result = new Float32Array(steps * width)
  const filler = new StepFiller(channels, scales)
  for (let step = 0; step < steps; step++) {
    const from = (offsets[sequence] + step) * channels
    filler.fill(values.subarray(from, from + channels), result.subarray(step * width))
  }
  return result
}

/** Scales one step after another, and fills missing values by the last ones. */
export class StepFiller {
  readonly #last: Float32Array
  readonly #scales: ChannelScales

  constructor(channels: number, scales: ChannelScales) {
    this.#last = new Float32Array(channels)
    this.#scales = scales
  }

  fill(step: Float64Array, target: Float32Array): void {
    for (let channel = 0; channel < step.length; channel++) {
      const isKnown = !Number.isNaN(step[channel])
      if (isKnown) this.#last[channel] = scaled(step[channel], channel, this.#scales)
      target[channel] = this.#last[channel]
      if (this.#scales.masked) target[step.length + channel] = isKnown ? 1 : 0
    }
  }

  reset(): void {
    this.#last.fill(0)
  }
}

function writeToken(steps: Float32Array, token: number, cutting: Cutting, target: Float32Array): void {
  const { size, stride, positions, scales } = cutting
  const width = scales.means.length * (scales.masked ? 2 : 1)
  const last = steps.length / width - 1
  for (let s = 0; s < size; s++) {
    // Beyond the end of the sequence its last step is repeated.
    const step = Math.min(token * stride + s, last)
    for (let k = 0; k < width; k++) target[s * width + k] = steps[step * width + k]
  }
  // Sines and cosines of wavelengths from 2 pi to 10,000 tokens: Vaswani et al. 2017.
  for (let k = 0; k < positions; k++) {
    const angle = token / 1e4 ** ((2 * Math.floor(k / 2)) / positions)
    target[size * width + k] = k % 2 === 0 ? Math.sin(angle) : Math.cos(angle)
  }
}

import type { PackedSequences } from '../../addon/index.ts'
import { GatecastError } from '../../base/error.ts'
import type { Pace } from '../../base/resources/turns.ts'

/** What a network knows about the channels of its sequences. */
export interface ChannelScales {
  /** Mean and standard deviation of the known values of each channel. A channel that does not vary has deviation 1. */
  readonly means: readonly number[]
  readonly deviations: readonly number[]
  /** Whether values are missing in the sequences of fit. The network then reads which ones are. */
  readonly masked: boolean
}

/** @throws {GatecastError} `ERR_SHAPE` for sequences of other channels than those that were measured */
export function checkChannels(channels: number, { means, deviations }: ChannelScales): void {
  if (means.length === channels && deviations.length === channels) return
  throw new GatecastError(
    'ERR_SHAPE',
    `Expected the mean and deviation of each of ${channels} channels, got ${means.length} and ${deviations.length}`,
  )
}

/** Number of values between two looks at the clock. */
const piece = 16_384

/** Measures the channels, in double precision and in the order of the values. */
export async function scalesOf({ channels, values }: PackedSequences, pace: Pace): Promise<ChannelScales> {
  const [n, mean, squares] = [new Float64Array(channels), new Float64Array(channels), new Float64Array(channels)]
  let masked = false
  for (let i = 0; i < values.length; i++) {
    const value = values[i]
    if (i % piece === piece - 1) await pace()
    if (Number.isNaN(value)) {
      masked = true
      continue
    }
    const channel = i % channels
    const change = value - mean[channel]
    mean[channel] += change / ++n[channel]
    squares[channel] += change * (value - mean[channel])
  }
  const deviations = Array.from(squares, (sum, channel) => {
    const deviation = Math.sqrt(sum / n[channel])
    // The deviation of equal values is not exactly 0 if their sum is rounded.
    return deviation > 1e-12 * Math.abs(mean[channel]) && deviation > 0 ? deviation : 1
  })
  return { means: [...mean], deviations, masked }
}

/** The largest distance from the mean, in deviations, that a network reads. An outlier must not drown the rest. */
export const farthest = 10

/** A scaled value of a channel. */
export function scaled(value: number, channel: number, { means, deviations }: ChannelScales): number {
  const distance = (value - means[channel]) / deviations[channel]
  return Math.max(-farthest, Math.min(farthest, distance))
}

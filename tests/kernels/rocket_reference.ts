// The features of MiniRocket as the paper defines them, in plain loops.

import type { PackedSequences, RocketState } from '../../src/addon/index.ts'

const kernels: number[][] = []
for (let a = 0; a < 9; a++)
  for (let b = a + 1; b < 9; b++)
    for (let c = b + 1; c < 9; c++) kernels.push(Array.from({ length: 9 }, (_, j) => ([a, b, c].includes(j) ? 2 : -1)))

/** Scaled values of a channel of a sequence; a gap lies on the line between its neighbours. */
function channelOf({ channels, offsets, values }: PackedSequences, state: RocketState, i: number, c: number): number[] {
  const x = Array.from({ length: offsets[i + 1] - offsets[i] }, (_, t) => {
    const value = values[(offsets[i] + t) * channels + c]
    return (value - state.location[c]) / state.scale[c]
  })
  const known = x.flatMap((value, t) => (Number.isNaN(value) ? [] : [t]))
  return x.map((value, t) => {
    if (!Number.isNaN(value)) return value
    const left = known.filter((k) => k < t).at(-1)
    const right = known.find((k) => k > t)
    if (left === undefined || right === undefined) return x[left ?? right ?? -1] ?? 0
    return x[left] + ((x[right] - x[left]) * (t - left)) / (right - left)
  })
}

/** Single and double precision put a value on another side of a limit that equals it up to rounding. */
const rounding = 1e-4

/** The smallest and the largest share that rounding allows for each feature. */
export function featuresOf(sequences: PackedSequences, state: RocketState): [low: number, high: number][][] {
  return Array.from({ length: sequences.offsets.length - 1 }, (_, i) => {
    const channels = Array.from({ length: sequences.channels }, (_, c) => channelOf(sequences, state, i, c))
    const length = channels[0].length
    const features: [low: number, high: number][] = []
    for (const [d, dilation] of state.dilations.entries())
      for (const [k, weights] of kernels.entries()) {
        const combination = d * kernels.length + k
        const own = state.channelsOfKernels.slice(
          state.channelOffsets[combination],
          state.channelOffsets[combination + 1],
        )
        const convolution = Array.from({ length }, (_, t) =>
          Array.from(own, (c) =>
            weights.reduce((sum, weight, j) => sum + weight * (channels[c][t + (j - 4) * dilation] ?? 0), 0),
          ).reduce((a, b) => a + b),
        )
        const inner = (d + k) % 2 === 1 && length > 8 * dilation
        const steps = inner ? convolution.slice(4 * dilation, length - 4 * dilation) : convolution
        for (let q = 0; q < state.limitsPerKernel[d]; q++) {
          const limit = state.limits[features.length]
          const share = (distance: number) => steps.filter((value) => value > limit + distance).length / steps.length
          features.push([share(rounding), share(-rounding)])
        }
      }
    return features
  })
}
